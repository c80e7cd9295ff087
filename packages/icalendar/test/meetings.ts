import type { Meeting } from '@w2meet/contract'
import { attendee } from '../../../tests/support/attendee.ts'
import { writeFeed } from '../src/index.ts'

export function meeting(differences: Partial<Meeting> = {}): Meeting {
  return {
    id: '0193a5b0-0000-7000-8000-000000000001',
    organizer: 'ada@example.com',
    attendees: [attendee('bob@example.com'), attendee('eve@example.com', { reply: 'accepted' })],
    title: 'Planning',
    description: null,
    location: null,
    start: '2026-11-30T09:00:00.000Z',
    end: '2026-11-30T10:00:00.000Z',
    timezone: 'Europe/Paris',
    status: 'confirmed',
    version: 0,
    sequence: 3,
    created_at: '2026-11-01T08:00:00.000Z',
    updated_at: '2026-11-02T08:00:00.000Z',
    ...differences,
  }
}

/** A feed of meetings that the person organizes. */
export function feedOf(meetings: readonly Meeting[], email: string): string {
  const steps = writeFeed(
    meetings.map((one) => ({ ...one, reply: 'accepted', takesTime: true })),
    email,
  )
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
