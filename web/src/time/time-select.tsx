import { SLOTS_PER_DAY } from '@w2meet/scheduling'
import { timeOfDay } from './times-of-day.ts'

/** `HH:MM` of every quarter-hour from 00:00 to 24:00, and how the person reads it. */
const quarterHours = Array.from({ length: SLOTS_PER_DAY + 1 }, (_, slot) => ({
  time: `${String(Math.floor(slot / 4)).padStart(2, '0')}:${String((slot % 4) * 15).padStart(2, '0')}`,
  label: slot === SLOTS_PER_DAY ? '24:00' : timeOfDay(slot),
}))

type Props = {
  label: string
  /** As all times here: `HH:MM`. */
  value: string
  /** Only what is later, and only what is earlier. */
  after?: string
  before?: string
  onChange: (time: string) => void
}

/** A quarter-hour of the day, midnight at its end included. */
export function TimeSelect({ label, value, after = '', before = '25:00', onChange }: Props) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {quarterHours
        .filter(({ time }) => time > after && time < before)
        .map(({ time, label }) => (
          <option key={time} value={time}>
            {label}
          </option>
        ))}
    </select>
  )
}
