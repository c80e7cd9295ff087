import type { Times, TimesQuestion } from '@w2meet/contract'
import { createRandom, findTimes, type Horizon, slotsFromBase64, type TimesAnswer } from '@w2meet/scheduling'
import { expandAll } from './group.ts'
import type { PersonWeek } from './people.ts'

/** The times that suit a group; `people` are those of the question, in its order. */
export function timesOf(question: TimesQuestion, people: readonly PersonWeek[]): Times {
  const { start, slots } = question.horizon
  const inWindow = search(question, people, { start, slots: question.window_slots })
  // Only where there is none is the time after the window looked at, for what a longer one would bring.
  return inWindow.none === null ? inWindow : search(question, people, { start, slots })
}

function search(question: TimesQuestion, people: readonly PersonWeek[], horizon: Horizon): TimesAnswer {
  return findTimes({
    people: expandAll(people, horizon),
    required: question.required,
    optional: question.optional,
    groups: question.groups.map(({ members, at_least }) => ({ members, atLeast: at_least })),
    atLeast: question.at_least,
    duration: question.duration_slots,
    windowSlots: question.window_slots,
    slots: horizon.slots,
    working: slotsFromBase64(question.working, horizon),
    starts: slotsFromBase64(question.starts, horizon),
    preference: question.preference,
    random: createRandom(question.seed),
    limit: question.limit,
  })
}
