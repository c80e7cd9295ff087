import { strings } from '../strings.ts'

type Props<Minutes extends number> = {
  label: string
  value: Minutes
  choices: readonly Minutes[]
  onChange: (minutes: Minutes) => void
  /** The label of 0. */
  none?: string
  className?: string
}

/** A choice of durations. */
export function MinutesField<Minutes extends number>({ label, value, choices, onChange, none, className }: Props<Minutes>) {
  return (
    <label className={className}>
      {label}
      <select value={value} onChange={(event) => onChange(Number(event.target.value) as Minutes)}>
        {choices.map((minutes) => (
          <option key={minutes} value={minutes}>
            {minutes === 0 && none !== undefined ? none : strings.minutes(minutes)}
          </option>
        ))}
      </select>
    </label>
  )
}
