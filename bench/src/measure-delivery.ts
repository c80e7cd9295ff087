import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { openPostgresPool } from '@w2meet/postgres/servers'
import { createLog } from '@w2meet/service-kit'
import { openSmtpMailer } from '../../services/worker-service/src/smtp-mailer.ts'
import type { Bench } from './bench.ts'
import { quantile } from './client-load.ts'
import { startDistributed } from './distributed-system.ts'
import { startMailSink } from './mail-sink.ts'
import type { Table } from './table.ts'
import { createBooking, keepingAgent, type WantedMeeting, wantedMeeting } from './wanted-meetings.ts'

const BOOKINGS_PER_SECOND = 50
const MAILS_PER_BOOKING = 3
/** Of a text and a page; a mail with them is about as large as an invitation. */
const TEXT_CHARACTERS = 1_000
const PAGE_CHARACTERS = 4_500

const nowMs = () => performance.timeOrigin + performance.now()

/** From the booking to the mail server, beside the mailer of worker-service alone. */
export async function measureDelivery(bench: Bench): Promise<Table> {
  const { plan, signal, onProgress } = bench
  await using opened = new AsyncDisposableStack()
  const sink = opened.use(await startMailSink())
  onProgress('Delivery: starting PostgreSQL, Redis, RabbitMQ, four services and nginx …')
  const system = opened.use(await startDistributed(bench, { smtpUrl: sink.url }))
  const { pool } = opened.adopt(
    openPostgresPool({ url: system.databaseUrl, application: 'bench', connections: 1, log: createLog('silent', { write() {} }) }),
    ({ close }) => close(),
  )
  const mailer = opened.adopt(openSmtpMailer({ url: sink.url, from: 'w2meet@example.com' }), ({ close }) => close())
  const agent = opened.adopt(keepingAgent(), (it) => it.destroy())
  const post = createBooking(`${system.url}/api/meetings`, agent)
  const passed = {
    whole: [] as number[],
    booking: [] as number[],
    handing: [] as number[],
    sending: [] as number[],
    bare: [] as number[],
  }
  let sizeBytes = 0
  let index = 0

  async function bookSome(seconds: number): Promise<void> {
    const asked = new Map<string, { askedMs: number; bookedMs: number }>()
    const all = await atRate(seconds, signal, async () => {
      const meeting = wantedMeeting(++index)
      const askedMs = nowMs()
      await post(meeting)
      asked.set(meeting.title, { askedMs, bookedMs: nowMs() })
    })
    const mails = await sink.take(all * MAILS_PER_BOOKING, signal)
    const { rows } = await pool.query(
      `select title, recipient, claimed_at from mails join meetings on meetings.id = meeting_id
       where mails.kind = 'confirmed' and title = any($1)`,
      [[...asked.keys()]],
    )
    const claims = new Map(rows.map(({ title, recipient, claimed_at }) => [`${title} ${recipient}`, claimed_at.getTime()]))
    for (const { title, recipient, takenMs, ...mail } of mails) {
      const { askedMs, bookedMs } = asked.get(title)!
      const claimedMs = claims.get(`${title} ${recipient}`)!
      passed.whole.push(takenMs - askedMs)
      passed.booking.push(bookedMs - askedMs)
      passed.handing.push(claimedMs - bookedMs)
      passed.sending.push(takenMs - claimedMs)
      sizeBytes = mail.sizeBytes
    }
  }

  async function sendSome(seconds: number): Promise<void> {
    const asked = new Map<string, number>()
    const all = await atRate(seconds, signal, async () => {
      const meeting = wantedMeeting(++index)
      asked.set(meeting.title, nowMs())
      await Promise.all([meeting.organizer, ...meeting.attendees].map((address) => mailer.send(messageTo(address, meeting))))
    })
    for (const { title, takenMs } of await sink.take(all * MAILS_PER_BOOKING, signal))
      passed.bare.push(takenMs - asked.get(title)!)
  }

  onProgress(`Delivery: ${plan.compileSeconds} s of load before the first round …`)
  await bookSome(plan.compileSeconds)
  await sendSome(plan.warmUpSeconds)
  for (const times of Object.values(passed)) times.length = 0
  onProgress(`Delivery: ${plan.rounds} × 2 × ${plan.roundSeconds} s …`)
  for (let round = 0; round < plan.rounds; round++) {
    await sendSome(plan.roundSeconds)
    await bookSome(plan.roundSeconds)
  }
  const row = (what: string, times: readonly number[]) => [
    what,
    ...[0.5, 0.99, 1].map((share) => quantile(times, share).toFixed(1)),
  ]
  return {
    title: 'Meetings: from the booking to the mail server',
    note:
      `${BOOKINGS_PER_SECOND} bookings a second through nginx, ${plan.rounds} × ${plan.roundSeconds} s, a mail of ${sizeBytes} bytes to each of three people; ` +
      'in turn with the SMTP mailer of worker-service alone, in the client, at the same rate. The mail server is a process of its own.',
    head: ['milliseconds', 'p50', 'p99', 'most'],
    rows: [
      row('mailer alone: given to taken', passed.bare),
      row('ours: asked to taken', passed.whole),
      row('of these: asked to booked', passed.booking),
      row('booked to claimed by the worker', passed.handing),
      row('claimed to taken', passed.sending),
    ],
  }
}

/** Begins as many each second, whether or not the earlier ones are done. Resolves with how many there were once all are. */
async function atRate(seconds: number, signal: AbortSignal, work: () => Promise<void>): Promise<number> {
  const count = Math.round(seconds * BOOKINGS_PER_SECOND)
  const beganMs = performance.now()
  const under: Promise<void>[] = []
  for (let done = 0; done < count; done++) {
    await delay(Math.max(0, beganMs + (done * 1_000) / BOOKINGS_PER_SECOND - performance.now()), undefined, { signal })
    under.push(work())
  }
  await Promise.all(under)
  return count
}

const messageTo = (address: string, { title }: WantedMeeting) => ({
  messageId: randomUUID(),
  threadId: title,
  caseId: title,
  to: { name: '', address },
  subject: `Invitation: ${title}`,
  text: 'word '.repeat(TEXT_CHARACTERS / 5),
  html: `<p>${'word '.repeat(PAGE_CHARACTERS / 5)}</p>`,
})
