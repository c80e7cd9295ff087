import Type, { type Static } from 'typebox'

/** Why there is no time at all; where several are true, the first of these. */
export const NoTimeReason = Type.Enum(['window_too_short', 'outside_working_hours', 'nobody_available', 'no_common_time'])
export type NoTimeReason = Static<typeof NoTimeReason>
