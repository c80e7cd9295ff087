import { MAX_HORIZON_SLOTS } from '@w2meet/scheduling'
import Type, { type Static } from 'typebox'
import { NoTimesReason } from '../no-times-reason.ts'
import { MAX_PEOPLE_BODY_BYTES, operation } from '../operation.ts'
import { MAX_PEOPLE } from '../people.ts'
import { TimesPreference } from '../preference.ts'
import { UPSTREAM_PROBLEMS } from '../problems.ts'

const strict = { additionalProperties: false }

/** Indexes into the list of people. */
const Indexes = Type.Array(Type.Integer({ minimum: 0, maximum: MAX_PEOPLE - 1 }), { maxItems: MAX_PEOPLE })
const Count = Type.Integer({ minimum: 0 })
/** Slots of the horizon as base64, bit `i & 7`, lowest first, of byte `i >> 3` for slot `i`. */
const PackedSlots = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: 900 })

/**
 * A `SlotSearch` of the scheduling package as it is sent. Each person is named once, by canonical e-mail, and meant by their
 * place in `people` everywhere else.
 */
const PackedSearch = Type.Object(
  {
    people: Type.Array(Type.String(), { minItems: 1, maxItems: MAX_PEOPLE }),
    required: Indexes,
    optional: Indexes,
    groups: Type.Array(Type.Object({ members: Indexes, at_least: Count }, strict)),
    at_least: Count,
    horizon: Type.Object({ start: Type.Integer(), slots: Type.Integer({ minimum: 1, maximum: MAX_HORIZON_SLOTS }) }, strict),
    window_slots: Count,
    duration_slots: Count,
    working: PackedSlots,
    starts: PackedSlots,
    /** How long before and after a booked meeting its people are not free either. */
    buffer_ms: Type.Object({ before: Count, after: Count }, strict),
    preference: TimesPreference,
    seed: Type.Integer(),
    limit: Count,
  },
  strict,
)
export type PackedSearch = Static<typeof PackedSearch>

const change = { candidates: Count, start: Count }
/** A `SearchResult` of the scheduling package. */
const Found = Type.Object({
  times: Type.Array(Type.Object({ start: Count, free: Count, total: Count, missing: Indexes })),
  candidates: Count,
  none: Type.Union([
    Type.Null(),
    Type.Object({
      reason: NoTimesReason,
      blockers: Type.Array(Type.Object({ person: Count, candidatesWithout: Count })),
      relaxations: Type.Array(
        Type.Union([
          Type.Object({ change: Type.Literal('drop'), person: Count, ...change }),
          Type.Object({ change: Type.Literal('shorten'), duration: Count, ...change }),
          Type.Object({ change: Type.Literal('extend'), windowSlots: Count, ...change }),
        ]),
      ),
    }),
  ]),
})

/**
 * Internal, not reachable through the gateway. The search runs where the weeks are, so that only its result goes back,
 * however many people it is about; or the e-mails that are not known.
 */
export const getTimes = operation({
  name: 'getTimes',
  summary: 'The times that suit a group',
  access: 'internal',
  method: 'POST',
  idempotent: true,
  bulk: true,
  path: '/internal/times',
  body: PackedSearch,
  maxBodyBytes: MAX_PEOPLE_BODY_BYTES,
  success: 200,
  answer: Type.Object({ found: Type.Optional(Found), missing: Type.Optional(Type.Array(Type.String())) }),
  problems: UPSTREAM_PROBLEMS,
})
