import { type Clock, type HealthCheck, sharedCheck } from '@w2meet/service-kit'
import { type Mailer, MailRefused } from './mailer.ts'

/** For how long mails may fail, one after the other, until somebody is to look. */
const FAILING_FOR_MS = 10 * 60_000

/**
 * A mailer whose health is known: unhealthy once no mail went out for ten minutes in which some were to. Then it tries the way
 * out each time it is asked, so that it is healthy again though no further mail comes. A mail that is refused did go out.
 */
export function watchMailer(mailer: Mailer, clock: Clock): { mailer: Mailer; health: HealthCheck } {
  let failingSinceMs: number | undefined
  const worked = () => {
    failingSinceMs = undefined
  }
  return {
    mailer: {
      ...mailer,
      async send(message) {
        // From its beginning: one that hangs fails only when its time is over.
        const startMs = clock.nowMs()
        try {
          await mailer.send(message)
          worked()
        } catch (error) {
          if (error instanceof MailRefused) worked()
          else failingSinceMs ??= startMs
          throw error
        }
      },
    },
    health: sharedCheck(async () => {
      if (failingSinceMs === undefined || clock.nowMs() - failingSinceMs < FAILING_FOR_MS) return { status: 'healthy' }
      await mailer.ping()
      worked()
      return { status: 'healthy' }
    }),
  }
}
