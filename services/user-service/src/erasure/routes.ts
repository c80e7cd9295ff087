import { getErasure, noteForgotten } from '@w2meet/contract'
import { type Clock, type HttpApp, serve } from '@w2meet/service-kit'
import type { Erasures } from './erasures.ts'

export function registerErasureRoutes(app: HttpApp, { erasures, clock }: { erasures: Erasures; clock: Clock }): void {
  serve(app, getErasure, async ({ params }) => ({ email: (await erasures.findEmail(params.id)) ?? null }))
  serve(app, noteForgotten, ({ params, body }) => erasures.noteForgotten(params.id, body.again, clock.nowMs()))
}
