import type { mailOperations } from '@w2meet/contract'
import type { Clock, Handlers } from '@w2meet/service-kit'
import type { Claims } from './claims.ts'

type Dependencies = {
  claims: Claims
  listMailsOver: (ids: readonly string[], nowMs: number) => Promise<{ id: string; reason: string }[]>
  clock: Clock
}

export function createMailHandlers({ claims, listMailsOver, clock }: Dependencies): Handlers<typeof mailOperations> {
  return {
    claimMail: ({ params }) => claims.claim(params.id, clock.nowMs()),
    listMailsOver: async ({ body }) => ({ over: await listMailsOver(body.ids, clock.nowMs()) }),
    finishMail: ({ params, body }) => claims.finish(params.id, body.outcome, clock.nowMs()),
  }
}
