import { claimMail, finishMail } from '@w2meet/contract'
import { type Clock, type HttpApp, serve } from '@w2meet/service-kit'
import type { Mails } from './mails.ts'

export function registerMailRoutes(app: HttpApp, { mails, clock }: { mails: Mails; clock: Clock }): void {
  serve(app, claimMail, ({ params }) => mails.claim(params.id, clock.nowMs()))
  serve(app, finishMail, ({ params, body }) => mails.finish(params.id, body.outcome, clock.nowMs()))
}
