import { canonicalEmail, type Place, Problem, problemDetail } from '@w2meet/contract'

type NamedIn = { organizer?: string | undefined; attendees?: readonly string[] | undefined }

/** Tells who is busy then, each at the place that names them in the body, or at `otherwise`; never by what. */
export function timeTaken(busyEmails: readonly string[], { organizer, attendees = [] }: NamedIn, otherwise: Place): Problem {
  const locs = new Map<string, Place>(attendees.map((given, index) => [canonicalEmail(given), ['body', 'attendees', index]]))
  if (organizer !== undefined) locs.set(canonicalEmail(organizer), ['body', 'organizer'])
  return new Problem(
    409,
    busyEmails.map((email) => problemDetail('time_taken', { email }, locs.get(email) ?? otherwise)),
  )
}
