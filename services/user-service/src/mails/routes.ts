import type { mailOperations } from '@w2meet/contract'
import type { Clock, Handlers } from '@w2meet/service-kit'
import type { Claims } from './claims.ts'

export function createMailHandlers({ claims, clock }: { claims: Claims; clock: Clock }): Handlers<typeof mailOperations> {
  return {
    claimMail: ({ params }) => claims.claim(params.id, clock.nowMs()),
    finishMail: ({ params, body }) => claims.finish(params.id, body.outcome, clock.nowMs()),
  }
}
