import { type Week, weekFromIntervals } from '@w2meet/scheduling'
import { useState } from 'react'
import { strings } from '../strings.ts'
import { listOf } from '../time/formats.ts'
import { dayName } from '../time/times-of-day.ts'
import type { MyWeek } from './my-week.ts'
import type { MyWeekState } from './my-week-store.ts'
import { copyDay, isEmptyWeek } from './week-slots.ts'

const { week: text } = strings
const DAYS = [0, 1, 2, 3, 4, 5, 6]
const nineToFive = [{ start: '09:00', end: '17:00' }]
const working = weekFromIntervals({
  monday: nineToFive,
  tuesday: nineToFive,
  wednesday: nineToFive,
  thursday: nineToFive,
  friday: nineToFive,
})

type Props = { myWeek: MyWeek; state: MyWeekState; announce: (text: string) => void }

/** Buttons for the week as a whole. */
export function WeekTools({ myWeek, state, announce }: Props) {
  const week = state.weeks.present
  return (
    <div className="tools">
      <button
        type="button"
        disabled={state.weeks.past.length === 0}
        onClick={() => {
          myWeek.undo()
          announce(text.undone)
        }}
      >
        {text.undo}
      </button>
      <button
        type="button"
        disabled={state.weeks.future.length === 0}
        onClick={() => {
          myWeek.redo()
          announce(text.redone)
        }}
      >
        {text.redo}
      </button>
      <button
        type="button"
        onClick={() => {
          myWeek.paint(week.map((word, index) => word | working[index]!))
          announce(text.workingHoursSet)
        }}
      >
        {text.workingHours}
      </button>
      <CopyDay
        week={week}
        onCopy={(copied, message) => {
          myWeek.paint(copied)
          announce(message)
        }}
      />
      <button
        type="button"
        disabled={isEmptyWeek(week)}
        onClick={() => {
          myWeek.paint(weekFromIntervals({}))
          announce(text.cleared)
        }}
      >
        {text.clear}
      </button>
    </div>
  )
}

function CopyDay({ week, onCopy }: { week: Week; onCopy: (copied: Week, message: string) => void }) {
  const [open, setOpen] = useState(false)
  const [from, setFrom] = useState(0)
  const [to, setTo] = useState<readonly number[]>([1, 2, 3, 4])
  const targets = to.filter((day) => day !== from)
  return (
    <details className="menu" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.copyDay}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onCopy(copyDay(week, from, targets), text.copied(dayName(from), listOf(targets.map((day) => dayName(day)))))
          setOpen(false)
        }}
      >
        <label>
          {text.copyFrom}
          <select value={from} onChange={(event) => setFrom(Number(event.target.value))}>
            {DAYS.map((day) => (
              <option key={day} value={day}>
                {dayName(day)}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend>{text.copyTo}</legend>
          {DAYS.filter((day) => day !== from).map((day) => (
            <label key={day} className="check">
              <input
                type="checkbox"
                checked={to.includes(day)}
                onChange={(event) => setTo(event.target.checked ? [...to, day].sort() : to.filter((other) => other !== day))}
              />
              {dayName(day)}
            </label>
          ))}
        </fieldset>
        <button type="submit" className="primary" disabled={targets.length === 0}>
          {text.copy}
        </button>
      </form>
    </details>
  )
}
