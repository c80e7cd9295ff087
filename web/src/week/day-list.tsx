import { DAYS, type Interval, type IntervalsMap, intervalsOf, type Week, weekFromIntervals } from '@w2meet/scheduling'
import { strings } from '../strings.ts'
import { TimeSelect } from '../time/time-select.tsx'
import { dayName } from '../time/times-of-day.ts'

const { week: text } = strings

/** The week as a list: the grid's alternative, with nothing but common form controls. */
export function DayList({ week, onPaint }: { week: Week; onPaint: (week: Week) => void }) {
  const intervals = intervalsOf(week)
  const change = (part: IntervalsMap) => onPaint(weekFromIntervals({ ...intervals, ...part }))
  return (
    <div className="day-list">
      {DAYS.map((day, index) => {
        const list = intervals[day]
        const name = dayName(index)
        const replace = (at: number, interval?: Interval) =>
          change({ [day]: list.flatMap((old, place) => (place === at ? (interval ?? []) : old)) })
        return (
          <section key={day} aria-label={name}>
            <h2>{name}</h2>
            <ul>
              {list.length === 0 ? <li className="quiet">{text.nothing}</li> : null}
              {list.map((interval, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an interval is its place in the list
                <li key={at}>
                  <TimeSelect
                    label={text.from(name)}
                    value={interval.start}
                    before={interval.end}
                    onChange={(start) => replace(at, { ...interval, start })}
                  />
                  –
                  <TimeSelect
                    label={text.until(name)}
                    value={interval.end}
                    after={interval.start}
                    onChange={(end) => replace(at, { ...interval, end })}
                  />
                  <button
                    type="button"
                    className="plain"
                    aria-label={text.remove(name, interval.start, interval.end)}
                    onClick={() => replace(at)}
                  >
                    ×
                  </button>
                </li>
              ))}
            </ul>
            <button
              type="button"
              aria-label={text.add(name)}
              disabled={list.at(-1)?.end === '24:00'}
              onClick={() => change({ [day]: [...list, nextInterval(list.at(-1))] })}
            >
              {text.addShort}
            </button>
          </section>
        )
      })}
    </div>
  )
}

/** An hour, an hour after the last one or at nine. */
function nextInterval(last: Interval | undefined): Interval {
  const hour = last === undefined ? 9 : Math.min(23, Number(last.end.slice(0, 2)) + 1)
  const two = (value: number) => String(value).padStart(2, '0')
  return { start: `${two(hour)}:00`, end: `${two(hour + 1)}:00` }
}
