import { strings } from '../strings.ts'
import { addDays } from '../time/local-dates.ts'
import { MinutesField } from '../time/minutes-field.tsx'
import { FurtherChoices } from './further-choices.tsx'
import { DURATIONS, PREFERENCES, type Search } from './search.ts'

const { find: text } = strings

type Props = { search: Search; today: string; onChange: (search: Search) => void }

/** How long, when, and which times first. */
export function QuestionFields({ search, today, onChange }: Props) {
  const { durationMinutes, preference } = search
  const from = search.from ?? today
  const durations = DURATIONS.includes(durationMinutes) ? DURATIONS : [...DURATIONS, durationMinutes].sort((a, b) => a - b)
  return (
    <>
      <div className="fields">
        <MinutesField
          label={text.duration}
          value={durationMinutes}
          choices={durations}
          onChange={(minutes) => onChange({ ...search, durationMinutes: minutes })}
        />
        <label>
          {text.preference}
          <select
            value={preference}
            onChange={(event) => onChange({ ...search, preference: event.target.value as Search['preference'] })}
          >
            {PREFERENCES.map((name) => (
              <option key={name} value={name}>
                {text.preferences[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {text.from}
          <input
            type="date"
            value={from}
            min={today}
            onChange={(event) => onChange({ ...search, from: event.target.value || undefined, week: undefined })}
          />
        </label>
        <label>
          {text.to}
          <input
            type="date"
            value={search.to ?? addDays(from, 13)}
            min={from}
            max={addDays(from, 55)}
            onChange={(event) => onChange({ ...search, from, to: event.target.value || undefined, week: undefined })}
          />
        </label>
      </div>
      <FurtherChoices search={search} onChange={onChange} />
    </>
  )
}
