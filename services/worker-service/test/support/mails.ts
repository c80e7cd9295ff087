import { claimMail, createClient, finishMail, type Mail, type Meeting } from '@w2meet/contract'
import { createHttpApp, createLog, type Log, serve } from '@w2meet/service-kit'
import PostalMime, { type Email } from 'postal-mime'
import { attendee } from '../../../../tests/support/attendee.ts'

const silent: Log = createLog('silent', { write() {} })

export const FROM = 'w2meet <meetings@example.com>'

type MailDifferences = Partial<Omit<Mail, 'meeting' | 'recipient'>> & {
  meeting?: Partial<Meeting>
  recipient?: Partial<Mail['recipient']>
}

export function mail({ meeting, recipient, ...others }: MailDifferences = {}): Mail {
  return {
    id: '0193a5b0-0000-7000-8000-00000000000a',
    kind: 'confirmed',
    reply_token: 'token.of-bob',
    replied: [],
    ...others,
    recipient: { email: 'bob@example.com', name: 'Bob', timezone: 'Europe/Paris', ...recipient },
    meeting: {
      id: '0193a5b0-0000-7000-8000-000000000001',
      organizer: 'ada@example.com',
      attendees: [attendee('bob@example.com'), attendee('eve@example.com', { reply: 'accepted' })],
      title: 'Planning',
      description: null,
      location: 'Room 1',
      start: '2026-11-30T09:00:00.000Z',
      end: '2026-11-30T10:00:00.000Z',
      timezone: 'Europe/Paris',
      status: 'confirmed',
      sequence: 0,
      version: 0,
      created_at: '2026-11-01T08:00:00.000Z',
      updated_at: '2026-11-02T08:00:00.000Z',
      ...meeting,
    },
  }
}

export const readMail = (content: Buffer): Promise<Email> => PostalMime.parse(content)

/**
 * The mails of user-service, by the operations of the contract: one is claimed by one at a time, until `lapse` says that
 * the claim has run out.
 */
export function createMails(mails: readonly Mail[]) {
  const states = new Map(mails.map(({ id }) => [id, 'due']))
  const told: string[] = []
  /** Before user-service hears of an end; rejecting means that it never does. */
  const before = { finish: async (_outcome: string): Promise<void> => {} }
  const app = createHttpApp({ service: 'user-service', log: silent })
  serve(app, claimMail, async ({ params: { id } }) => {
    const state = states.get(id)
    if (state === 'claimed') return { state: 'wait' as const }
    if (state !== 'due') return { state: 'sent' as const }
    states.set(id, 'claimed')
    return { state: 'claimed' as const, mail: mails.find((one) => one.id === id)! }
  })
  serve(app, finishMail, async ({ params: { id }, body: { outcome } }) => {
    await before.finish(outcome)
    told.push(outcome)
    states.set(id, outcome === 'released' || outcome === 'held' ? 'due' : outcome)
  })
  const userService = createClient(
    'user-service',
    async ({ method, target, headers, body }) => {
      const sent = body === undefined ? {} : { payload: body }
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await app.inject({ method, url: target, headers: { ...headers, ...type }, ...sent })
      return { status: answer.statusCode, body: answer.body }
    },
    { timeoutMs: 1_000 },
  )
  return { app, userService, told, states, before, lapse: (id: string) => states.set(id, 'due') }
}
