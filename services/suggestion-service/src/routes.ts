import { getSuggestions, groupRefusal, namedInQuery, type Suggestion } from '@w2meet/contract'
import { type HourSlot, hourSlotsOf, weekFromBase64 } from '@w2meet/scheduling'
import { type HttpApp, serve } from '@w2meet/service-kit'
import type { FindCommon } from './groups.ts'
import { pickSlots, type Random } from './pick.ts'

export function registerRoutes(app: HttpApp, { findCommon, random }: { findCommon: FindCommon; random: Random }): void {
  serve(app, getSuggestions, async ({ query }, { caseId, caseIds }) => {
    const named = namedInQuery(query)
    const emails = named.map(({ email }) => email)
    const { common, ...refused } = await findCommon(emails, caseIds)
    if (common === undefined) throw groupRefusal(refused, named)
    const slots = hourSlotsOf(weekFromBase64(common.week))
    const preferences = query.preference === undefined ? common.preferences : [query.preference]
    return { case_id: caseId, suggestions: pickSlots(slots, preferences, random).map(suggestionOf) }
  })
}

function suggestionOf({ day, hour }: HourSlot): Suggestion {
  return { day, slot: [hour, hour + 1] }
}
