import type { erasureOperations } from '@w2meet/contract'
import type { Clock, Handlers } from '@w2meet/service-kit'
import type { Erasures } from './erasures.ts'

type Dependencies = { erasures: Erasures; clock: Clock }

export function createErasureHandlers({ erasures, clock }: Dependencies): Handlers<typeof erasureOperations> {
  return {
    getErasure: async ({ params }) => ({ email: (await erasures.findEmail(params.id)) ?? null }),
    noteForgotten: ({ params }) => erasures.noteForgotten(params.id, clock.nowMs()),
  }
}
