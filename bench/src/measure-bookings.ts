import { bookBare } from './bare-booking.ts'
import type { Bench } from './bench.ts'
import { type BookingSystem, startBookingSystem } from './booking-system.ts'
import { medianLoad, type RoundLoad, runClients } from './client-load.ts'
import type { Table } from './table.ts'
import { createBooking, keepingAgent, wantedMeeting } from './wanted-meetings.ts'

const CLIENTS = 16

/** Meetings booked in a second through user-service, beside bare transactions that insert the same rows. */
export async function measureBookings(bench: Bench): Promise<Table> {
  const { plan, signal, onProgress } = bench
  onProgress('Bookings: starting PostgreSQL, Redis, RabbitMQ and user-service …')
  await using system = await startBookingSystem(bench)
  const agent = keepingAgent()
  using _ = { [Symbol.dispose]: () => agent.destroy() }
  const book = createBooking(`${system.url}/meetings`, agent)
  let index = 0
  const load = (seconds: number, work: typeof book, keyed: boolean) =>
    runClients({ clients: CLIENTS, seconds, signal }, () =>
      work(wantedMeeting(++index), keyed ? `key-of-booking-${index}` : undefined),
    )
  const ours = async (seconds: number, keyed: boolean) => {
    const measured = await load(seconds, book, keyed)
    await clearJobs(system)
    return measured
  }
  const bare = (seconds: number, keyed: boolean) => load(seconds, (meeting, key) => bookBare(system.bare, meeting, key), keyed)

  onProgress(`Bookings: ${plan.compileSeconds} s of load before the first round …`)
  await ours(plan.compileSeconds, true)
  const rows: string[][] = []
  for (const keyed of [false, true]) {
    onProgress(`Bookings: ${keyed ? 'with' : 'without'} a key, ${plan.rounds} × 2 × ${plan.roundSeconds} s …`)
    await ours(plan.warmUpSeconds, keyed)
    await bare(plan.warmUpSeconds, keyed)
    const rounds: [RoundLoad, RoundLoad][] = []
    for (let round = 0; round < plan.rounds; round++) {
      rounds.push([await bare(plan.roundSeconds, keyed), await ours(plan.roundSeconds, keyed)])
    }
    const medians = [0, 1].map((side) => medianLoad(rounds.map((round) => round[side]!))) as [RoundLoad, RoundLoad]
    rows.push(toRow(keyed ? 'with Idempotency-Key' : 'without a key', ...medians))
  }
  return {
    title: 'Meetings: bookings per second',
    note:
      `Two attendees each, ${CLIENTS} clients; medians of ${plan.rounds} × ${plan.roundSeconds} s of POST /meetings to one user-service, in turn ` +
      'with transactions of pg that insert the same rows ("bare") from the client itself. PostgreSQL does not wait for the disk.',
    head: ['booking', 'bare 1/s', 'ours 1/s', 'ratio', 'bare p50 ms', 'ours p50 ms', 'bare p99 ms', 'ours p99 ms'],
    rows,
  }
}

/**
 * Takes away the jobs of a round, for which no worker runs, so that they do not slow down the next one: a relay publishes no more
 * than it has places for in the queue.
 */
async function clearJobs({ own }: BookingSystem): Promise<void> {
  await own.query(`delete from outbox where state <> 'waiting'`)
}

function toRow(what: string, bare: RoundLoad, ours: RoundLoad): string[] {
  const pair = (of: 'p50Ms' | 'p99Ms') => [bare[of].toFixed(2), ours[of].toFixed(2)]
  const rates = [bare.perSecond, ours.perSecond].map((rate) => rate.toFixed(0))
  return [what, ...rates, (ours.perSecond / bare.perSecond).toFixed(3), ...pair('p50Ms'), ...pair('p99Ms')]
}
