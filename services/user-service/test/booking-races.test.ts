import { openPostgresPool } from '@w2meet/postgres/servers'
import { createRandom } from '@w2meet/scheduling'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { readReplySecret, replyTokenOf } from '../src/meetings/reply-tokens.ts'
import { meetingsApi } from './support/meetings-api.ts'
import { silent } from './support/open-user-service.ts'
import { openReplica, openServers, type Servers } from './support/over-servers.ts'

let servers: Servers
let replicas: Awaited<ReturnType<typeof openReplica>>[]
beforeAll(async () => {
  servers = await openServers()
})
afterAll(() => servers.close())
beforeEach(async () => {
  replicas = await Promise.all([openReplica(servers), openReplica(servers)])
})
afterEach(() => closeReplicas())

async function closeReplicas(): Promise<void> {
  for (const { close } of replicas.splice(0)) await close()
}

type Meeting = {
  id: string
  organizer: string
  attendees: { email: string; reply: string }[]
  start: string
  end: string
  status: string
}
type Wanted = { people: string[]; startMs: number; endMs: number }

const MINUTE_MS = 60_000
const people = Array.from({ length: 20 }, (_, index) => `p${index}@example.com`)
/** The whole of chance, so that a failure can be repeated. */
const random = createRandom(20_311)
const upTo = (most: number) => Math.floor(random() * most)

/** Two to four people for an odd number of minutes in one working week. */
function someMeeting(weekMs: number): Wanted {
  const members = new Set(Array.from({ length: 2 + upTo(3) }, () => people[upTo(people.length)]!))
  const startMs = weekMs + upTo(5 * 24 * 60) * MINUTE_MS
  return { people: [...members], startMs, endMs: startMs + (7 + upTo(200)) * MINUTE_MS }
}

const bodyOf = ({ people: [organizer, ...attendees], startMs, endMs }: Wanted) => ({
  organizer,
  attendees,
  start: new Date(startMs).toISOString(),
  end: new Date(endMs).toISOString(),
  duration_minutes: undefined,
})
/** With those alone whose time it takes. */
const wantedOf = (
  { organizer, attendees, start, end }: Meeting,
  replies: readonly string[] = ['accepted', 'needs_action'],
): Wanted => ({
  people: [organizer, ...attendees.filter(({ reply }) => replies.includes(reply)).map(({ email }) => email)],
  startMs: Date.parse(start),
  endMs: Date.parse(end),
})
const overlap = (one: Wanted, other: Wanted) => one.startMs < other.endMs && other.startMs < one.endMs
const inConflict = (one: Wanted, other: Wanted) => overlap(one, other) && one.people.some((email) => other.people.includes(email))
const textOf = ({ people, startMs, endMs }: Wanted) => `${startMs}-${endMs} ${people}`
const apiOf = (turn: number) => meetingsApi(() => replicas[turn % replicas.length]!)

/** Closes the replicas, because a connection tells of its deadlocks for certain when it ends. */
async function deadlocks(): Promise<number> {
  await closeReplicas()
  const { pool, close } = openPostgresPool({ url: servers.postgres.url, application: 'test', connections: 1, log: silent })
  const ask = async (text: string) => Number((await pool.query<{ count: string }>(text)).rows[0]!.count)
  const others = "select count(*) from pg_stat_activity where application_name = 'user-service' and pid <> pg_backend_pid()"
  await expect.poll(() => ask(others)).toBe(0)
  const count = await ask('select sum(deadlocks) as count from pg_stat_database')
  await close()
  return count
}

async function everyMeeting(): Promise<Meeting[]> {
  const { rows } = await replicas[0]!.database.pool.query<{ id: string }>('select id from meetings')
  return Promise.all(rows.map(async ({ id }) => (await apiOf(0).get(id)).json()))
}

function expectNoOverlap(meetings: readonly Wanted[]): void {
  for (const [index, one] of meetings.entries()) {
    for (const other of meetings.slice(index + 1)) if (inConflict(one, other)) expect([one, other]).toEqual('not to overlap')
  }
}

test('of 500 bookings at once by two replicas each is made, or told whose time is taken, or when to ask again; those made never overlap', async ({
  annotate,
}) => {
  const weekMs = Date.parse('2031-03-03T00:00:00Z')
  const wanted = Array.from({ length: 500 }, () => someMeeting(weekMs))

  const startMs = performance.now()
  const answers = await Promise.all(wanted.map((one, turn) => apiOf(turn).book(bodyOf(one))))
  const tookMs = performance.now() - startMs

  const made = wanted.filter((_, index) => answers[index]?.statusCode === 201)
  const refused = answers
    .map((answer, index) => ({ answer, one: wanted[index]! }))
    .filter(({ answer }) => answer.statusCode === 409)
  const later = answers.filter(({ statusCode }) => statusCode === 503)
  await annotate(`${made.length} made, ${refused.length} refused, ${later.length} told to ask again in ${tookMs.toFixed()} ms`)
  expect(made.length + refused.length + later.length).toBe(500)
  for (const { headers } of later) expect(headers['retry-after']).toBe('1')
  expect(made.length).toBeGreaterThan(20)
  expect(refused.length).toBeGreaterThan(20)
  expectNoOverlap(made)
  for (const { answer, one } of refused) {
    const named = answer.json().detail.map(({ msg }: { msg: string }) => /\S+@\S+/.exec(msg)?.[0])
    const takenOf = one.people.filter((email) => made.some((other) => overlap(one, other) && other.people.includes(email)))
    expect(named.length).toBeGreaterThan(0)
    expect(takenOf).toEqual(expect.arrayContaining(named))
  }
  const kept = (await everyMeeting()).map((meeting) => wantedOf(meeting))
  expect(kept.map(textOf).toSorted()).toEqual(made.map(textOf).toSorted())
  expect(await deadlocks()).toBe(0)
})

test('bookings, changes, replies, cancellations and erasures at once end without overlap, deadlock or failure', async ({
  annotate,
}) => {
  const weekMs = Date.parse('2031-06-02T00:00:00Z')
  const secret = await readReplySecret(replicas[0]!.database.queries)
  const known: Meeting[] = []
  const counts = new Map<string, number>()
  const toBegin = await apiOf(0).book(bodyOf(someMeeting(weekMs)))
  known.push(toBegin.json())
  async function act(turn: number): Promise<void> {
    const api = apiOf(turn)
    const what = ['book', 'book', 'book', 'move', 'regroup', 'reply', 'cancel', 'erase'][turn % 97 === 0 ? 7 : upTo(7)]!
    const { id, attendees } = known[upTo(known.length)]!
    const one = bodyOf(someMeeting(weekMs))
    const answer = await {
      book: () => api.book(one, turn % 3 === 0 ? { 'idempotency-key': `key-of-the-turn-${turn}` } : {}),
      move: () => api.change(id, { start: one.start, end: one.end }),
      regroup: () => api.change(id, { attendees: one.attendees }),
      reply: () => api.reply(id, replyTokenOf(secret, id, attendees[0]?.email ?? ''), ['accepted', 'declined'][upTo(2)]!),
      cancel: () => api.cancel(id),
      erase: () => api.erase(people[upTo(people.length)]!),
    }[what]!()
    if (answer.statusCode === 201) known.push(answer.json())
    const outcome = `${what} ${answer.statusCode}`
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }

  let turn = 0
  const clients = Array.from({ length: 40 }, async () => {
    while (turn < 1_500) await act(turn++)
  })
  await Promise.all(clients)

  // Who declined, and was asked anew by a move, holds no time until they accept.
  const comes = (meeting: Meeting) => wantedOf(meeting, ['accepted'])
  const confirmed = (await everyMeeting()).filter(({ status }) => status === 'confirmed').map(comes)
  await annotate(
    `${confirmed.length} confirmed; ${[...counts]
      .toSorted()
      .map((entry) => entry.join(': '))
      .join(', ')}`,
  )
  expect([...counts.keys()].filter((outcome) => !/ (20\d|409|404)$|^reply 403$/.test(outcome))).toEqual([])
  expect([...counts.keys()]).toEqual(
    expect.arrayContaining([
      'book 201',
      'book 409',
      'move 200',
      'move 409',
      'regroup 200',
      'reply 200',
      'reply 409',
      'cancel 204',
      'erase 204',
    ]),
  )
  expectNoOverlap(confirmed)
  expect(await deadlocks()).toBe(0)
})

test('two meetings at one time that want each other’s attendee at once are both refused, and neither waits for the other', async () => {
  const pairs = await Promise.all(
    Array.from({ length: 100 }, (_, index) => {
      const startMs = Date.parse('2032-01-01T09:00:00Z') + index * 60 * MINUTE_MS
      const book = (people: string[], turn: number) =>
        apiOf(turn).book(bodyOf({ people, startMs, endMs: startMs + 60 * MINUTE_MS }))
      return Promise.all([book([people[0]!, people[1]!], 0), book([people[2]!, people[3]!], 1)])
    }),
  )

  const answers = await Promise.all(
    pairs.flatMap(([one, other]) => [
      apiOf(0).change(one.json().id, { attendees: [people[3]] }),
      apiOf(1).change(other.json().id, { attendees: [people[1]] }),
    ]),
  )

  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([409]))
  expect(await deadlocks()).toBe(0)
})
