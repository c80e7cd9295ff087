import { hashOf } from './route.ts'

/** A time to be booked: `start` in UTC. */
export type Booking = { start: string; durationMinutes: number; people: string[] }

export function bookingParams({ start, durationMinutes, people }: Booking): URLSearchParams {
  return new URLSearchParams({ start, duration: String(durationMinutes), people: people.join(',') })
}

export function bookingHash(booking: Booking): string {
  return hashOf('book', bookingParams(booking))
}

/** Undefined where the address does not say a time. */
export function bookingOf(params: URLSearchParams): Booking | undefined {
  const start = params.get('start') ?? ''
  const durationMinutes = Number(params.get('duration'))
  if (Number.isNaN(Date.parse(start)) || !(durationMinutes >= 1)) return undefined
  return { start, durationMinutes, people: (params.get('people') ?? '').split(',').filter((email) => email !== '') }
}
