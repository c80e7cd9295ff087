import { readdirSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { openHttpServer } from '@w2meet/service-kit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openNginxGateway } from '../../services/gateway-service/test/open-nginx-gateway.ts'
import { startEmbedded, temporaryFolder } from '../support/embedded-process.ts'

/** The ways of slow clients, how many go each way, and how long the server lets them. 5,000 in all. */
const KINDS = {
  idle: { count: 1_500, letMs: 10_000, says: '' },
  'half a header': { count: 1_500, letMs: 10_000, says: 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-' },
  'a byte of header per second': { count: 300, letMs: 10_000, says: 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-', more: 'x' },
  'empty lines after an answer': {
    count: 200,
    letMs: 20_000,
    says: 'GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    more: '\r\n',
  },
  'a byte of body per second': {
    count: 1_400,
    letMs: 30_000,
    says: 'POST /api/users HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
    more: ' ',
  },
  // Sixteen times 1.4 MB, which no buffer of the kernel takes.
  'reading nothing': {
    count: 100,
    letMs: 30_000,
    says: 'GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(16),
  },
}
const GRACE_MS = 30_000

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())

/** A server that passes bodies on has two descriptors for a client: `perClient`. */
type Target = { url: string; perClient: number; countDescriptors(): number }

/** The whole system in one process. */
async function openEmbedded(): Promise<Target> {
  const folder = await temporaryFolder()
  stack.defer(() => folder.remove())
  const system = startEmbedded({ W2MEET_DATA_DIR: folder.path, LOG_LEVEL: 'warn' })
  stack.defer(async () => {
    system.kill('SIGTERM')
    await system.ended
  })
  return { url: await system.ready(), perClient: 1, countDescriptors: () => descriptorsOf(system.pid) }
}

/** nginx, before a replica that reads bodies and answers. */
async function openNginx(): Promise<Target> {
  const replica = await openHttpServer(
    (request, response) =>
      void request
        .on('error', () => {})
        .on('end', () => response.end('{}'))
        .resume(),
    { host: '127.0.0.1', port: 0, drainMs: 0 },
  )
  stack.defer(() => replica.close())
  const urls = [replica.url]
  const services = { 'user-service': urls, 'availability-service': urls, 'suggestion-service': urls, 'worker-service': urls }
  const nginx = await openNginxGateway(services, { timeoutMs: 10_000 })
  stack.defer(() => nginx.close())
  const children = () => readFileSync(`/proc/${nginx.pid}/task/${nginx.pid}/children`, 'utf8').trim().split(' ').map(Number)
  return { url: nginx.url, perClient: 2, countDescriptors: () => children().reduce((sum, pid) => sum + descriptorsOf(pid), 0) }
}

const descriptorsOf = (pid: number) => readdirSync(`/proc/${pid}/fd`).length

/** A client that leaves its own side open, also when the server ends its side. */
async function openSlowClient(
  url: string,
  { says, more, reads }: { says: string; more?: string; reads: boolean },
): Promise<Socket> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  await new Promise((connected) => socket.once('connect', connected))
  if (reads) socket.resume()
  socket.write(says)
  if (more !== undefined) {
    const saying = setInterval(() => socket.write(more), 1_000)
    socket.once('close', () => clearInterval(saying))
  }
  return socket
}

/** Opens all of them, a hundred at a time. */
async function openSlowClients(url: string): Promise<Socket[]> {
  const wanted = Object.entries(KINDS).flatMap(([kind, { count, ...says }]) =>
    Array.from({ length: count }, () => ({ ...says, reads: kind !== 'reading nothing' })),
  )
  const sockets: Socket[] = []
  while (wanted.length > 0) sockets.push(...(await Promise.all(wanted.splice(-100).map((one) => openSlowClient(url, one)))))
  return sockets
}

/** Asks again and again, as a client who knows nothing of the slow ones; returns each answer's status and time. */
function askMeanwhile(url: string): { end(): Promise<{ statuses: Set<unknown>; slowestMs: number }> } {
  let going = true
  const asked = (async () => {
    const statuses = new Set<unknown>()
    let slowestMs = 0
    while (going) {
      const startMs = performance.now()
      const answer = await fetch(`${url}/user/health`, { headers: { connection: 'close' } }).catch((error: Error) => error)
      statuses.add(answer instanceof Error ? answer.message : answer.status)
      slowestMs = Math.max(slowestMs, performance.now() - startMs)
      await delay(50)
    }
    return { statuses, slowestMs }
  })()
  return {
    end() {
      going = false
      return asked
    },
  }
}

/** How many of the slow clients may have a descriptor still, so many milliseconds after they came. */
function mayBeLeft(afterMs: number): number {
  return Object.values(KINDS).reduce((sum, { count, letMs }) => (afterMs < letMs + GRACE_MS ? sum + count : sum), 0)
}

test.each([
  ['the embedded system', openEmbedded],
  ['nginx', openNginx],
])(
  'of 5,000 slow clients of %s none has a descriptor 30 s after its time, and others are answered meanwhile',
  async (_, open) => {
    const { url, perClient, countDescriptors } = await open()
    await (await fetch(`${url}/user/health`)).arrayBuffer()
    const before = countDescriptors()
    const meanwhile = askMeanwhile(url)

    const sockets = await openSlowClients(url)
    stack.defer(() => {
      for (const socket of sockets) socket.destroy()
    })
    const startMs = performance.now()
    const held = countDescriptors() - before
    const excess: { afterMs: number; left: number }[] = []
    let left = held
    // Some belong to clients that ask meanwhile, and to files that the system itself opened since.
    while (left > 20) {
      await delay(1_000)
      const afterMs = performance.now() - startMs
      left = countDescriptors() - before
      if (left > perClient * mayBeLeft(afterMs) + 20) excess.push({ afterMs, left })
      if (afterMs > 60_000 + 5_000) break
    }
    const { statuses, slowestMs } = await meanwhile.end()

    expect(held).toBeGreaterThan(4_500)
    expect(excess).toEqual([])
    expect(left).toBeLessThanOrEqual(20)
    expect([...statuses]).toEqual([200])
    expect(slowestMs).toBeLessThan(2_000)
  },
  150_000,
)
