import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { MeetingTables } from './tables.ts'

/** The token by which this person alone can reply to this meeting alone; 43 characters of base64url that tell of neither. */
export function replyTokenOf(secret: string, meetingId: string, email: string): string {
  return createHmac('sha256', secret).update(`${meetingId} ${email}`).digest('base64url')
}

/** The one of these people who has this token; undefined where nobody has. Cost: one HMAC for each. */
export function whoseToken(token: string, secret: string, meetingId: string, emails: readonly string[]): string | undefined {
  return emails.find((email) => isSame(token, replyTokenOf(secret, meetingId, email)))
}

/** The secret that the migration made, the same for all replicas. */
export async function readReplySecret(queries: Kysely<MeetingTables>): Promise<string> {
  const { secret } = await queries.selectFrom('reply_secret').select('secret').executeTakeFirstOrThrow()
  return secret
}

/** Compares in a time that does not depend on where the texts differ. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
