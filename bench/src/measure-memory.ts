import { setTimeout as delay } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { createPeople, measureBodyBytes, suggestions } from './questions.ts'
import { readResidentMb } from './resident-memory.ts'
import type { ServerProcess } from './server-process.ts'
import { createDataFolder, startHello, startSystem } from './servers.ts'
import type { Table } from './table.ts'
import { runWrk } from './wrk.ts'

const CONNECTIONS = 64

type Growth = { restMb: number; afterMb: number; requests: number }

/**
 * Memory at rest and after many requests, in processes of their own: what else was measured left none behind. The start
 * that makes the database is apart, since making it takes memory that this process keeps.
 */
export async function measureMemory(bench: Bench): Promise<Table> {
  const dataFolder = await createDataFolder(bench)
  let bodyBytes = 0
  const growSystem = async (start: 'first' | 'second') => {
    await using system = await startSystem(bench, { dataFolder })
    // Awaited here: the system is stopped when this returns.
    return await grow(bench, `ours, ${start} start`, system, async () => {
      if (start === 'first') await createPeople(system.url)
      bodyBytes = await measureBodyBytes(system.url + suggestions)
    })
  }
  const first = await growSystem('first')
  const second = await growSystem('second')
  await using helloServer = await startHello(bench, { bodyBytes })
  const hello = await grow(bench, 'hello', helloServer)

  return {
    title: 'Resident memory',
    note: `At rest after the start, and after suggestions for two people on ${CONNECTIONS} connections.`,
    head: ['server', 'at rest MB', 'requests', 'after MB', 'after / rest', 'at rest / hello', 'after / hello'],
    rows: [
      toRow('ours, first start: empty data folder', first, hello),
      toRow('ours, second start', second, hello),
      toRow('hello', hello, hello),
    ],
  }
}

async function grow(
  { plan: { memory, roundSeconds }, signal, onProgress }: Bench,
  name: string,
  { url, pid }: ServerProcess,
  prepare = async () => {},
): Promise<Growth> {
  onProgress(`Memory: ${memory.requests} requests to ${name}, ${memory.limitSeconds} s at most …`)
  await delay(memory.restSeconds * 1_000, undefined, { signal })
  const restMb = await readResidentMb(pid)

  await prepare()
  const endMs = performance.now() + memory.limitSeconds * 1_000
  let requests = 0
  while (requests < memory.requests && performance.now() < endMs) {
    requests += (await runWrk(url + suggestions, { connections: CONNECTIONS, seconds: roundSeconds, signal })).requests
  }
  return { restMb, requests, afterMb: await readResidentMb(pid) }
}

function toRow(name: string, { restMb, afterMb, requests }: Growth, hello: Growth): string[] {
  return [
    name,
    restMb.toFixed(0),
    String(requests),
    afterMb.toFixed(0),
    (afterMb / restMb).toFixed(2),
    (restMb / hello.restMb).toFixed(2),
    (afterMb / hello.afterMb).toFixed(2),
  ]
}
