import { setTimeout as delay } from 'node:timers/promises'
import { JOB_KINDS } from '@w2meet/contract'
import { openPostgresPool, type PostgresPool } from '@w2meet/postgres/servers'
import { createLog } from '@w2meet/service-kit'
import { freePort } from '@w2meet/test-servers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readMail } from '../../services/worker-service/test/support/mails.ts'
import { type Api, type ApiAnswer, createApi } from '../support/api.ts'
import { type DistributedSystem, startDistributed } from '../support/distributed-system.ts'
import { type ProcessedMail, startSmtp } from '../support/smtp-process.ts'
import { endLeftProcesses } from '../support/spawned-process.ts'

/** How many mails the worker has in hand at most, and so the mail server. */
const IN_HAND = JOB_KINDS.mail.hands
/** How many mails the changes of one client may run ahead of the mails that arrived. */
const AHEAD = 30
const PEOPLE = ['ada@example.com', 'bob@example.com', 'eve@example.com'] as const

let smtpPort: number
let smtps: ReturnType<typeof startSmtp>[]
let system: DistributedSystem
let postgres: PostgresPool
let api: Api
beforeEach(async () => {
  smtpPort = await freePort()
  smtps = [startSmtp(smtpPort)]
  await smtps[0]!.ready()
  system = await startDistributed({ smtpUrl: `smtp://127.0.0.1:${smtpPort}` })
  postgres = openPostgresPool({
    url: system.servers.postgres.url,
    application: 'test',
    connections: 2,
    log: createLog('silent', { write() {} }),
  })
  api = createApi(system.url)
  // A broker that is killed before it noted a new queue on disk never finds its leader again.
  const { rabbitmq } = system.servers
  await rabbitmq.hasNoted(await rabbitmq.queues())
})
afterEach(async () => {
  await postgres?.close()
  await system?.close()
  // Ends the mail server, and the processes that a start that was too slow has left.
  await endLeftProcesses()
})

const mails = (): ProcessedMail[] => smtps.flatMap((smtp) => smtp.mails().filter(({ content }) => content !== undefined))

/** Asks until an answer comes that is not the fault of a process that died. */
async function insist(ask: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  for (;;) {
    const answer = await ask()
    if (answer.status < 500) return answer
    await delay(50)
  }
}

const idOf = ({ content }: ProcessedMail) => /^Message-ID: <([^@]+)@/im.exec(content)![1]!

/** The ids of the mails that workers have claimed now. */
async function claimedIds(): Promise<string[]> {
  const { rows } = await postgres.pool.query<{ id: string }>("select id from mails where state = 'claimed'")
  return rows.map(({ id }) => id)
}

/** Books, moves twice and cancels one meeting after the other until the test stops it; returns the ids of the meetings. */
async function change(client: number, goOn: () => boolean): Promise<string[]> {
  const [organizer, ...attendees] = PEOPLE.map((email) => `${client}.${email}`)
  const ids: string[] = []
  while (goOn()) {
    const start = new Date(Date.UTC(2027, 2, 1, ids.length)).toISOString()
    const meeting = { organizer, attendees, title: 'Planning', start, duration_minutes: 60 }
    const headers = { 'idempotency-key': `booking-of-client-${client}-${ids.length}` }
    const booked = await insist(() => api.post('/api/meetings', meeting, headers))
    expect(booked.status).toBe(201)
    const path = `/api/meetings/${booked.body.id}`
    ids.push(booked.body.id)
    for (const location of ['Room 1', 'Room 2']) await insist(() => api.patch(path, { location }))
    // Every other meeting takes place.
    if (ids.length % 2 === 0) await insist(() => api.delete(path))
    const ahead = () => ids.length * PEOPLE.length * 3 - mails().filter(({ to }) => to.startsWith(`${client}.`)).length
    while (goOn() && ahead() > AHEAD) await delay(50)
  }
  return ids
}

/** Kills one process after the other, each once ten more mails have arrived; returns the mails that may be sent once more. */
async function killAll(): Promise<string[]> {
  const inHand: string[] = []
  const killWorker = () =>
    system.restart(system.replicasOf('worker-service').at(-1)!, async () => void inHand.push(...(await claimedIds())))
  const killMailServer = async () => {
    const smtp = smtps.at(-1)!
    smtp.kill('SIGKILL')
    await smtp.ended
    // The mails that the process had taken, perhaps without saying so.
    inHand.push(...mails().slice(-IN_HAND).map(idOf))
    smtps.push(startSmtp(smtpPort))
    await smtps.at(-1)!.ready()
  }
  const kills = [
    killWorker,
    () => system.restart(system.replicasOf('user-service')[0]!),
    killWorker,
    () => system.restart(system.replicasOf('user-service')[1]!),
    () => system.servers.rabbitmq.restart(),
    killMailServer,
  ]
  for (const kill of kills) {
    const before = mails().length
    await vi.waitFor(() => expect(mails().length).toBeGreaterThan(before + 10), { timeout: 90_000, interval: 5 })
    await kill()
  }
  return inHand
}

/** Waits until no mail waits to be sent, be it for the first time or again. */
async function allDone(): Promise<void> {
  const open = "select kind, state, count(*) from mails where kind <> 'reminder' and state <> 'sent' group by kind, state"
  await vi.waitFor(async () => expect((await postgres.pool.query(open)).rows).toEqual([]), { timeout: 90_000, interval: 50 })
}

/** The contents of mails, in the order in which the server took them; of two with one Message-ID only the first. */
async function readFirsts(): Promise<{ key: string; change: string }[]> {
  const firsts = new Map(
    mails()
      .toReversed()
      .map((mail) => [idOf(mail), mail]),
  )
  const inOrder = [...firsts.values()].toReversed()
  return Promise.all(
    inOrder.map(async ({ to, content }) => {
      const { attachments } = await readMail(Buffer.from(content))
      const { content: calendar } = attachments.find(({ mimeType }) => mimeType === 'text/calendar')!
      const text = (typeof calendar === 'string' ? calendar : new TextDecoder().decode(calendar)).replaceAll(/\r?\n[ \t]/g, '')
      const [method, id, sequence] = [/^METHOD:(\w+)/m, /^UID:([^@]+)@/m, /^SEQUENCE:(\d+)/m].map((line) => line.exec(text)![1])
      return { key: `${id} to ${to}`, change: `${method} ${sequence}` }
    }),
  )
}

/** The mails that each person is to get about each of these meetings. */
function expectedOf(meetings: readonly ApiAnswer[]): Map<string, string[]> {
  const expected = new Map<string, string[]>()
  for (const { body } of meetings) {
    const sequences = Array.from({ length: body.sequence + 1 }, (_, sequence) => sequence)
    const requests = sequences.map((sequence) => `REQUEST ${sequence}`)
    if (body.status === 'cancelled') requests[body.sequence] = `CANCEL ${body.sequence}`
    for (const { email } of body.attendees) expected.set(`${body.id} to ${email}`, requests)
    expected.set(
      `${body.id} to ${body.organizer}`,
      sequences.map((sequence) => `PUBLISH ${sequence}`),
    )
  }
  return expected
}

test('with any process killed with -9 between changes and mails, each person gets one mail of each change, in order, and two only of those in hand', async () => {
  let killing = true
  const changing = [1, 2, 3, 4].map((client) => change(client, () => killing))

  const inHand = await killAll().finally(() => {
    killing = false
  })
  const ids = (await Promise.all(changing)).flat()
  await allDone()

  const meetings = await Promise.all(ids.map((id) => insist(() => api.get(`/api/meetings/${id}`))))
  const received = Map.groupBy(await readFirsts(), ({ key }) => key)
  const changes = [...received].map(([key, firsts]) => [key, firsts.map((first) => first.change)] as const)
  expect(Object.fromEntries(changes)).toEqual(Object.fromEntries(expectedOf(meetings)))
  const timesInHand = Map.groupBy(inHand, (id) => id)
  const copies = Map.groupBy(mails().map(idOf), (id) => id)
  const unexplained = [...copies].filter(([id, all]) => all.length > 1 + (timesInHand.get(id)?.length ?? 0))
  expect(unexplained).toEqual([])
}, 240_000)
