import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'

const Status = Type.Enum(['healthy', 'unhealthy'])

/** A dependency that is a service carries its own dependencies inside, and they theirs. */
export type DependencyHealth = {
  status: Static<typeof Status>
  response_time_ms: number
  dependencies?: Record<string, DependencyHealth>
  /** Of mail: the mails that this process could not deliver in the last 24 hours, each counted once, of those it tried. */
  undelivered?: number
}
const DependencyHealth = Type.Unsafe<DependencyHealth>(
  Type.Object({
    status: Status,
    response_time_ms: Type.Integer(),
    dependencies: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    undelivered: Type.Optional(Type.Integer()),
  }),
)

export const Health = Type.Object({
  case_id: Type.String(),
  service: Type.String(),
  status: Status,
  dependencies: Type.Record(Type.String(), DependencyHealth),
  // A service of the version before does not say it.
  time_zones: Type.Optional(Type.String({ title: 'the edition of the zone table', examples: ['2026f'] })),
})
export type Health = Static<typeof Health>

export const getHealth = operation({
  name: 'getHealth',
  summary: 'Whether the service and all that it depends on are well',
  access: 'anybody',
  method: 'GET',
  path: '/health',
  success: 200,
  answer: Health,
  otherAnswers: { 503: Health },
})
