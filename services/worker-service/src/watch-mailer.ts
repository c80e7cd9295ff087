import { type Clock, type HealthCheck, sharedCheck } from '@w2meet/service-kit'
import { LRUCache } from 'lru-cache'
import { type Mailer, MailHeld, MailRefused } from './mailer.ts'

/** For how long mails may fail, one after the other, until somebody is to look. */
const FAILING_FOR_MS = 10 * 60_000
/** How long a mail that was not delivered is counted, and how many are. */
const COUNTED_FOR_MS = 24 * 3_600_000
const MAX_COUNTED = 10_000

/**
 * A mailer whose health is known: unhealthy once no mail went out for ten minutes in which some were to. Then it tries the way
 * out each time it is asked, so that it is healthy again though no further mail comes. A mail whose address is refused did go out.
 */
export function watchMailer(mailer: Mailer, clock: Clock): { mailer: Mailer; health: HealthCheck } {
  let failingSinceMs: number | undefined
  /** Whether the server refused mails while it let the worker in: then a greeting tells nothing of the way out. */
  let isHeld = false
  /** When each mail was refused last, by its id. */
  const undelivered = new LRUCache<string, number>({ max: MAX_COUNTED })
  const worked = () => {
    failingSinceMs = undefined
    isHeld = false
  }
  function countUndelivered(): number {
    const sinceMs = clock.nowMs() - COUNTED_FOR_MS
    return [...undelivered.values()].filter((ms) => ms > sinceMs).length
  }

  return {
    mailer: {
      ...mailer,
      async send(message) {
        // From its beginning: one that hangs fails only when its time is over.
        const startMs = clock.nowMs()
        try {
          await mailer.send(message)
          undelivered.delete(message.messageId)
          worked()
        } catch (error) {
          if (error instanceof MailRefused || error instanceof MailHeld) undelivered.set(message.messageId, clock.nowMs())
          if (error instanceof MailRefused) worked()
          else failingSinceMs ??= startMs
          isHeld = error instanceof MailHeld
          throw error
        }
      },
    },
    health: sharedCheck(async () => {
      const facts = { undelivered: countUndelivered() }
      if (failingSinceMs === undefined || clock.nowMs() - failingSinceMs < FAILING_FOR_MS) return { status: 'healthy', ...facts }
      if (isHeld) return { status: 'unhealthy', ...facts }
      await mailer.ping()
      worked()
      return { status: 'healthy', ...facts }
    }),
  }
}
