import { type Answer, MAX_QUERIED, type postHeatMap } from '@w2meet/contract'
import { collapseCounts, createTally, SLOT_MINUTES, SLOTS_PER_WEEK, weekToBase64 } from '@w2meet/scheduling'
import { type Group, weekOf } from './group.ts'

/** How many of a group, each person named once, are free in each quarter-hour of the week; for a small group also who. */
export function heatMapOf(group: Group): Omit<Answer<typeof postHeatMap>, 'case_id'> {
  const { people, timezone, isoWeek, free } = group
  return {
    timezone,
    week: isoWeek,
    slot_minutes: SLOT_MINUTES,
    total: people.length,
    counts: [...countsOf(group)],
    ...(people.length > MAX_QUERIED
      ? {}
      : { people: people.map(({ email }, index) => ({ email, free: weekToBase64(weekOf(free[index]!, group)) })) }),
  }
}

function countsOf(group: Group): Uint16Array {
  const tally = createTally(group.isoWeek === null ? SLOTS_PER_WEEK : group.horizon.slots)
  for (const slots of group.free) tally.add(slots)
  const counts = tally.counts()
  return group.isoWeek === null ? counts : collapseCounts(counts, group.timezone, group.horizon)
}
