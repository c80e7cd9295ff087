import { hashOf } from '../route.ts'

/** A time to be booked: `start` in UTC. */
export type Booking = { start: string; durationMinutes: number; people: string[] }

export function bookingHash({ start, durationMinutes, people }: Booking): string {
  return hashOf('book', new URLSearchParams({ start, duration: String(durationMinutes), people: people.join(',') }))
}
