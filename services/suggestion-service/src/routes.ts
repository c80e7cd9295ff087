import {
  type Client,
  type GroupAnswer,
  getTimes,
  namedInQuery,
  type Suggestion,
  type services,
  unknownPeople,
  whenOf,
} from '@w2meet/contract'
import {
  DAYS,
  type HourSlot,
  hourSlotsOf,
  instantTextOfSlot,
  SLOTS_PER_DAY,
  SLOTS_PER_HOUR,
  slotOfWeekSlot,
  weekFromBase64,
} from '@w2meet/scheduling'
import { afterMany, type Clock, type Handlers } from '@w2meet/service-kit'
import { describeTimes } from './describe-times.ts'
import type { FindCommon } from './groups.ts'
import { namedSearchOf } from './named-search.ts'
import { pickSlots, type Random } from './pick.ts'

type Dependencies = { findCommon: FindCommon; availabilityService: Client; clock: Clock; random: Random }

type SuggestionHandlers = Omit<Handlers<(typeof services)['suggestion-service']>, 'getHealth'>

export function createHandlers({ findCommon, availabilityService, clock, random }: Dependencies): SuggestionHandlers {
  return {
    async getSuggestions({ query }, { caseId, caseIds }) {
      const named = namedInQuery(query)
      const people = named.map(({ email }) => email)
      const { common, missing = [] } = await findCommon({ people, ...whenOf(query, 'query') }, caseIds)
      if (common === undefined) throw unknownPeople(missing, named)
      const slots = hourSlotsOf(weekFromBase64(common.free))
      const preferences = query.preference === undefined ? common.preferences : [query.preference]
      return { case_id: caseId, suggestions: pickSlots(slots, preferences, random).map((slot) => suggestionOf(slot, common)) }
    },

    async postSuggestions({ body }, { caseId, caseIds }) {
      const asked = namedSearchOf(body, clock.nowMs(), Math.floor(random() * 2 ** 32))
      await afterMany(asked.named.length)
      const { found, missing = [] } = await availabilityService.call(getTimes, { body: asked.search }, { caseIds })
      if (found === undefined) throw unknownPeople(missing, asked.named)
      const answer = { case_id: caseId, ...describeTimes(found, asked) }
      await afterMany(asked.named.length)
      return answer
    },
  }
}

function suggestionOf({ day, hour }: HourSlot, { iso_week, timezone }: NonNullable<GroupAnswer['common']>): Suggestion {
  const suggestion = { day, slot: [hour, hour + 1] as [number, number] }
  if (iso_week === null) return suggestion
  const start = slotOfWeekSlot(iso_week, DAYS.indexOf(day) * SLOTS_PER_DAY + hour * SLOTS_PER_HOUR, timezone)
  return { ...suggestion, start: instantTextOfSlot(start), end: instantTextOfSlot(start + SLOTS_PER_HOUR) }
}
