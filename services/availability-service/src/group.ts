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

/** A group on the clock of `timezone`, with the free slots of each person, in the order of the question. */
export type Group = { people: PersonAvailability[]; timezone: string; free: Slots[] } & (
  | { /** Every week: the clock is everybody's own, and slots are those of a week. */ isoWeek: null }
  | { /** A certain week, whose slots are those of its horizon. */ isoWeek: string; horizon: Horizon }
)

/**
 * The group of a question. Where all live by the clock of the question, and it names no week, the group stands for every week;
 * otherwise for one. E-mails may be repeated.
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

/** The people in the order of the e-mails, or the e-mails that are not known. */
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

/** The slots of the horizon in which each person is free. Reads the clock of each zone once. */
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

/** A step over so many people takes some milliseconds for eight weeks. */
const PEOPLE_IN_A_STEP = 500
