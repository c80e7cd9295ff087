import { findTimes } from '@w2meet/scheduling'
import { type Bench, BenchError } from './bench.ts'
import { figure } from './engine-measure.ts'
import { officeWeeks } from './engine-people.ts'
import { hourForAll } from './engine-times.ts'
import { createDataFolder, startSystem } from './servers.ts'
import type { Table } from './table.ts'

const SIZES = [10, 100, 1_000, 10_000]
const WRITERS = 32
const FROM = '2027-03-01T00:00:00Z'
const TO = '2027-03-15T00:00:00Z'

/** POST /suggestions for an hour that suits 10 to 10,000 people, through the whole embedded system, one after the other. */
export async function measureGroups(bench: Bench): Promise<Table> {
  const { plan, onProgress } = bench
  const sizes = plan.rounds === 1 ? SIZES.slice(0, 2) : SIZES
  await using system = await startSystem(bench, { dataFolder: await createDataFolder(bench) })
  const emails = await createOffice(bench, system.url, sizes.at(-1)!)

  const rows: string[][] = []
  let before: number | undefined
  for (const size of sizes) {
    onProgress(`Groups: ${size} people …`)
    const body = JSON.stringify({ required: emails.slice(0, size), from: FROM, to: TO, step_minutes: 15 })
    const times = Math.max(20, Math.min(200, Math.round(200_000 / size))) * plan.rounds
    for (let warmUp = 0; warmUp < times / 4; warmUp++) await ask(system.url, body)
    const sample = await timeEach(times, () => ask(system.url, body))
    const question = hourForAll(size)
    const alone = await timeEach(times, async () => findTimes(question))
    rows.push([
      String(size),
      ...[sample.p50, sample.p99].map(figure),
      before === undefined ? '' : figure(sample.p50 / before),
      figure(alone.p50),
      figure(sample.p50 / alone.p50),
    ])
    before = sample.p50
  }
  return {
    title: 'A time for a group',
    note: 'POST /api/suggestions, an hour in two weeks that suits all, everybody in the cache; one request at a time through gateway, suggestion-, availability- and user-service in one process, in ms. Beside it findTimes alone, over as many people.',
    head: ['people', 'p50', 'p99', 'times the row above', 'findTimes p50', 'request / findTimes'],
    rows,
  }
}

async function createOffice({ onProgress, signal }: Bench, url: string, size: number): Promise<string[]> {
  onProgress(`Groups: storing ${size} people …`)
  const people = officeWeeks(size, { meetings: true }).map((intervals, index) => ({ email: `p${index}@example.com`, intervals }))
  let next = 0
  const writer = async () => {
    for (let person = people[next++]; person !== undefined; person = people[next++]) {
      signal.throwIfAborted()
      await post(`${url}/api/users`, JSON.stringify(person), 201)
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
  return people.map(({ email }) => email)
}

const ask = (url: string, body: string) => post(`${url}/api/suggestions`, body, 200)

async function post(url: string, body: string, expected: number): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const text = await response.text()
  if (response.status !== expected) throw new BenchError(`POST ${url} answered ${response.status}: ${text.slice(0, 500)}`)
}

/** In milliseconds. */
async function timeEach(times: number, run: () => Promise<unknown>): Promise<{ p50: number; p99: number }> {
  const samples: number[] = []
  for (let count = 0; count < times; count++) {
    const startMs = performance.now()
    await run()
    samples.push(performance.now() - startMs)
  }
  samples.sort((a, b) => a - b)
  const at = (share: number) => samples[Math.min(samples.length - 1, Math.floor(samples.length * share))]!
  return { p50: at(0.5), p99: at(0.99) }
}
