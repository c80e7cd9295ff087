import { hashOf } from './route.ts'

/** A time to be booked: `start` in UTC, `people` who must come, and others who may. */
export type Booking = { start: string; durationMinutes: number; people: string[]; optional: string[] }

export function bookingParams({ start, durationMinutes, people, optional }: Booking): URLSearchParams {
  const params = new URLSearchParams({ start, duration: String(durationMinutes), people: people.join(',') })
  if (optional.length > 0) params.set('optional', optional.join(','))
  return params
}

export function bookingHash(booking: Booking): string {
  return hashOf('book', bookingParams(booking))
}

/** Undefined where the address does not say a time. */
export function bookingOf(params: URLSearchParams): Booking | undefined {
  const start = params.get('start') ?? ''
  const durationMinutes = Number(params.get('duration'))
  if (Number.isNaN(Date.parse(start)) || !(durationMinutes >= 1)) return undefined
  const emails = (name: string) => (params.get(name) ?? '').split(',').filter((email) => email !== '')
  return { start, durationMinutes, people: emails('people'), optional: emails('optional') }
}
