import type { GroupQuestion } from '@w2meet/contract'
import {
  collapseToWeek,
  createExpander,
  type Expander,
  type Horizon,
  horizonOfWeek,
  isoWeekAt,
  type Slots,
  type Steps,
  type Week,
} from '@w2meet/scheduling'
import type { PersonAvailability } from './people.ts'

/** A group on the clock of `timezone`, and what each is free in, in the order in which they were asked for. */
export type Group = { people: PersonAvailability[]; timezone: string; free: Slots[] } & (
  | { /** Every week: the clock is everybody's own, and slots are those of a week. */ isoWeek: null }
  | { /** A certain week, whose slots are those of its horizon. */ isoWeek: string; horizon: Horizon }
)

/**
 * Where all live by the clock asked for, and no week is named, a group is looked at in every week; otherwise in one. E-mails
 * may be repeated.
 */
export function* groupOf(
  { people: emails, week, timezone: asked }: GroupQuestion,
  found: ReadonlyMap<string, PersonAvailability>,
  nowMs: number,
): Steps<Group | { missing: string[] }> {
  const people = peopleOf(emails, found)
  if ('missing' in people) return people
  const timezone = asked ?? people[0]!.timezone
  if (week === undefined && people.every((person) => person.timezone === timezone)) {
    return { people, timezone, isoWeek: null, free: people.map((person) => person.week) }
  }
  const isoWeek = week ?? isoWeekAt(nowMs, timezone)
  const horizon = horizonOfWeek(isoWeek, timezone)
  return { people, timezone, isoWeek, horizon, free: yield* expandAll(people, horizon) }
}

/** Slots of a group as a week on its clock. */
export function weekOf(slots: Slots, group: Group): Week {
  return group.isoWeek === null ? slots : collapseToWeek(slots, group.timezone, group.horizon)
}

/** In the order of the e-mails, or those who are not known. */
export function peopleOf(
  emails: readonly string[],
  found: ReadonlyMap<string, PersonAvailability>,
): PersonAvailability[] | { missing: string[] } {
  const people: PersonAvailability[] = []
  for (const email of emails) {
    const person = found.get(email)
    if (person === undefined) return { missing: [...new Set(emails)].filter((one) => !found.has(one)) }
    people.push(person)
  }
  return people
}

/** The slots of the horizon in which each is free. Each zone is asked for its clock once. */
export function* expandAll(people: readonly PersonAvailability[], horizon: Horizon): Steps<Slots[]> {
  const expanders = new Map<string, Expander>()
  const free: Slots[] = []
  for (const { timezone, week } of people) {
    let expand = expanders.get(timezone)
    if (expand === undefined) expanders.set(timezone, (expand = createExpander(timezone, horizon)))
    if (free.push(expand(week)) % PEOPLE_IN_A_STEP === 0) yield
  }
  return free
}

/** Some milliseconds, for eight weeks. */
const PEOPLE_IN_A_STEP = 500
