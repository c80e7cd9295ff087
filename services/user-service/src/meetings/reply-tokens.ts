import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { MeetingTables } from './tables.ts'

/** By which this person alone can reply to this meeting alone; 43 characters of base64url, which say nothing of either. */
export function replyTokenOf(secret: string, meetingId: string, email: string): string {
  return createHmac('sha256', secret).update(`${meetingId} ${email}`).digest('base64url')
}

/** Whose token it is, of these people. Cost: one HMAC for each. */
export function whoseToken(token: string, secret: string, meetingId: string, emails: readonly string[]): string | undefined {
  return emails.find((email) => isSame(token, replyTokenOf(secret, meetingId, email)))
}

/** Made by the migration, and the same for all replicas. */
export async function readReplySecret(queries: Kysely<MeetingTables>): Promise<string> {
  const { secret } = await queries.selectFrom('reply_secret').select('secret').executeTakeFirstOrThrow()
  return secret
}

/** In a time that does not depend on where they differ. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
