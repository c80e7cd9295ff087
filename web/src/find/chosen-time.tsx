import { SLOT_MINUTES, SLOTS_PER_DAY } from '@w2meet/scheduling'
import { useDeferredValue } from 'react'
import { bookingHash } from '../booking.ts'
import { strings } from '../strings.ts'
import { dateAt } from '../time/dates.ts'
import { addDays, epochMsOfLocal } from '../time/local-dates.ts'
import { timeOfDay } from '../time/times-of-day.ts'
import { useNow } from '../time/use-now.ts'
import { countFreeIn, type Heat } from './heat.ts'
import { LocalTimes } from './local-times.tsx'
import { inviteesOf, type Search } from './search.ts'
import { Who } from './who.tsx'

const { find: text } = strings

type Props = {
  heat: Heat | undefined
  /** The date with which the week begins. */
  monday: string
  /** 0 to 6, and quarter-hours of that day, half-open. */
  day: number
  slots: { from: number; to: number }
  timezone: string
  zones: ReadonlyMap<string, string>
  search: Search
}

/** The chosen cell: how many people are free, who they are, what their clocks show, and a link to book it. */
export function ChosenTime({ heat, monday, day, slots, timezone, zones, search }: Props) {
  const now = useNow()
  const date = addDays(monday, day)
  const startMs = epochMsOfLocal(date, slots.from * SLOT_MINUTES, timezone)
  const start = new Date(startMs).toISOString()
  const end = new Date(startMs + search.durationMinutes * 60_000).toISOString()
  const [from, to] = [day * SLOTS_PER_DAY + slots.from, day * SLOTS_PER_DAY + slots.to]
  // The cell is marked at once; the names may come a moment later.
  const named = { from: useDeferredValue(from), to: useDeferredValue(to) }
  return (
    <div className="who">
      <strong>
        {dateAt(epochMsOfLocal(date, 0, 'UTC'), 'UTC')}, {timeOfDay(slots.from)}
      </strong>
      {heat === undefined ? null : <span className="badge">{text.freeOf(countFreeIn(heat, from, to), heat.total)}</span>}
      {startMs < now ? (
        <span className="quiet">{text.past}</span>
      ) : (
        <a className="button" href={bookingHash({ start, durationMinutes: search.durationMinutes, ...inviteesOf(search) })}>
          {text.bookFrom}
        </a>
      )}
      <LocalTimes start={start} end={end} zones={zones} timezone={timezone} />
      {heat === undefined ? null : <Who heat={heat} from={named.from} to={named.to} />}
    </div>
  )
}
