import { sql } from 'kysely'

/** On which relays hear that there is something to publish. */
export const RELAY_CHANNEL = 'mails'

/** Tells them, when the statement commits. */
export const wakeRelays = sql`pg_notify(${RELAY_CHANNEL}, '')`
