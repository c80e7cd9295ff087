import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { BenchError } from './bench.ts'

const HOUR_MS = 3_600_000
/** Each is an organizer and two attendees. */
const GROUPS = 400
const firstMs = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 30 * 24 * HOUR_MS

export type WantedMeeting = ReturnType<typeof wantedMeeting>

/** An hour for three people, a month from now or later. No two are in each other's way. */
export function wantedMeeting(index: number) {
  const [organizer, ...attendees] = [0, 1, 2].map((member) => `p${index % GROUPS}-${member}@example.com`) as [string, ...string[]]
  const startMs = firstMs + Math.floor(index / GROUPS) * HOUR_MS
  return {
    organizer,
    attendees,
    title: `bench-${index}`,
    start: new Date(startMs).toISOString(),
    end: new Date(startMs + HOUR_MS).toISOString(),
    timezone: 'UTC',
  }
}

/** Books over HTTP, on connections that are kept. Throws a BenchError for every answer but 201. */
export function createBooking(url: string, agent: Agent) {
  return async (meeting: WantedMeeting, key?: string): Promise<void> => {
    const headers = { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) }
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    request(url, { agent, method: 'POST', headers }, resolve).once('error', reject).end(JSON.stringify(meeting))
    const response = await promise
    const body = await text(response)
    if (response.statusCode !== 201) throw new BenchError(`POST ${url} answered ${response.statusCode}: ${body}`)
  }
}

export const keepingAgent = () => new Agent({ keepAlive: true })
