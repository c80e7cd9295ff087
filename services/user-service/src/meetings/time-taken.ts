import { canonicalEmail, type Place, Problem, problemDetail } from '@w2meet/contract'

type NamedIn = { organizer?: string | undefined; attendees?: readonly string[] | undefined }

/** Names the people who are busy, each at their place in the body, or at `otherwise`; never the meetings that they have. */
export function timeTaken(busyEmails: readonly string[], { organizer, attendees = [] }: NamedIn, otherwise: Place): Problem {
  const locs = new Map<string, Place>(attendees.map((given, index) => [canonicalEmail(given), ['body', 'attendees', index]]))
  if (organizer !== undefined) locs.set(canonicalEmail(organizer), ['body', 'organizer'])
  return new Problem(
    409,
    busyEmails.map((email) => problemDetail('time_taken', { email }, locs.get(email) ?? otherwise)),
  )
}
