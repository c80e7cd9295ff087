import { useState } from 'react'
import { strings } from '../strings.ts'
import { MinutesField } from '../time/minutes-field.tsx'
import { TimeSelect } from '../time/time-select.tsx'
import { dayName } from '../time/times-of-day.ts'
import { BREAKS, type Search, STEPS, type Within, WORKING_HOURS } from './search.ts'

const { find: text } = strings
const DAYS = [0, 1, 2, 3, 4, 5, 6]

type Props = { search: Search; onChange: (search: Search) => void }

/** Choices that few people need: hours, a quorum, the step of starts, and a break. Open where one of them is chosen. */
export function FurtherChoices({ search, onChange }: Props) {
  const { required, optional, atLeast, stepMinutes, breakMinutes, within } = search
  const chosen = within !== undefined || atLeast !== undefined || stepMinutes !== 30 || breakMinutes !== 0
  const [open, setOpen] = useState(chosen)
  return (
    <details className="further" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.further}</summary>
      <div className="fields">
        <label>
          {text.atLeast}
          <select
            value={atLeast ?? ''}
            onChange={({ target: { value } }) => onChange({ ...search, atLeast: value === '' ? undefined : Number(value) })}
          >
            <option value="">{text.atLeastAny}</option>
            {[...required, ...optional].map((email, before) => (
              <option key={email} value={before + 1}>
                {before + 1}
              </option>
            ))}
          </select>
        </label>
        <MinutesField
          label={text.step}
          value={stepMinutes}
          choices={STEPS}
          onChange={(minutes) => onChange({ ...search, stepMinutes: minutes })}
        />
        <MinutesField
          label={text.break}
          value={breakMinutes}
          choices={BREAKS}
          none={text.noBreak}
          onChange={(minutes) => onChange({ ...search, breakMinutes: minutes })}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={within !== undefined}
          onChange={({ target: { checked } }) => onChange({ ...search, within: checked ? WORKING_HOURS : undefined })}
        />
        {text.within}
      </label>
      {within === undefined ? null : (
        <WithinFields within={within} onChange={(changed) => onChange({ ...search, within: changed })} />
      )}
    </details>
  )
}

function WithinFields({ within, onChange }: { within: Within; onChange: (within: Within) => void }) {
  const { days, start, end } = within
  return (
    <div className="within">
      <fieldset>
        <legend>{text.withinDays}</legend>
        {DAYS.map((day) => (
          <label key={day} className="check">
            <input
              type="checkbox"
              checked={days.includes(day)}
              // No time lies within no day, so the last day stays.
              disabled={days.length === 1 && days.includes(day)}
              onChange={({ target: { checked } }) =>
                onChange({ ...within, days: DAYS.filter((one) => (one === day ? checked : days.includes(one))) })
              }
            />
            <span aria-hidden="true">{dayName(day, 'short')}</span>
            <span className="only-heard">{dayName(day)}</span>
          </label>
        ))}
      </fieldset>
      <div className="inline">
        <TimeSelect
          label={text.withinFrom}
          value={start}
          before={end}
          onChange={(changed) => onChange({ ...within, start: changed })}
        />
        –
        <TimeSelect
          label={text.withinUntil}
          value={end}
          after={start}
          onChange={(changed) => onChange({ ...within, end: changed })}
        />
      </div>
    </div>
  )
}
