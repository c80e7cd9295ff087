import type { Attendee } from '@w2meet/contract'

/** Somebody who must come and has not replied yet, but for what is given. */
export function attendee(email: string, given: Partial<Attendee> = {}): Attendee {
  return { email, name: null, optional: false, reply: 'needs_action', told: true, ...given }
}
