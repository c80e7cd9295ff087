import type { Relaxation, TimesAnswer } from '@w2meet/contract'
import { strings } from '../strings.ts'
import { dateAt, timeAt } from '../time/dates.ts'
import { addDays, dateIn } from '../time/local-dates.ts'
import { type Search, setRole } from './search.ts'

const { find: text } = strings

type Props = { none: NonNullable<TimesAnswer['none']>; search: Search; timezone: string; onChange: (search: Search) => void }

/** Why no time suits, and the changes that would help, each of which is one click. */
export function NoTime({ none, search, timezone, onChange }: Props) {
  const blockers = none.blockers.filter(({ candidates_without }) => candidates_without > 0)
  return (
    <div className="none">
      <p>{none.explanation}</p>
      {blockers.length > 0 ? (
        <>
          <h3>{text.blockers}</h3>
          <ul>
            {blockers.map(({ email, candidates_without }) => (
              <li key={email}>{text.blocker(email, candidates_without)}</li>
            ))}
          </ul>
        </>
      ) : null}
      {none.relaxations.length > 0 ? (
        <>
          <h3>{text.relaxations}</h3>
          <ul className="relaxations">
            {none.relaxations.map((relaxation) => (
              <li key={keyOf(relaxation)}>
                <button type="button" onClick={() => onChange(relax(search, relaxation, timezone))}>
                  {labelOf(relaxation, timezone)}
                </button>
                <span className="quiet">
                  {text.thenFirst(
                    relaxation.candidates,
                    `${dateAt(relaxation.start, timezone)}, ${timeAt(relaxation.start, timezone)}`,
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

function keyOf(relaxation: Relaxation): string {
  return relaxation.change === 'drop' ? `drop ${relaxation.email}` : relaxation.change
}

function labelOf(relaxation: Relaxation, timezone: string): string {
  switch (relaxation.change) {
    case 'drop':
      return text.drop(relaxation.email)
    case 'shorten':
      return text.shorten(strings.minutes(relaxation.duration_minutes))
    case 'extend':
      return text.extend(dateAt(relaxation.to, timezone))
  }
}

/** The search with the change made. A window is extended to the end of the day that the change is about. */
function relax(search: Search, relaxation: Relaxation, timezone: string): Search {
  switch (relaxation.change) {
    case 'drop':
      return setRole(search, relaxation.email, 'optional')
    case 'shorten':
      return { ...search, durationMinutes: relaxation.duration_minutes }
    case 'extend': {
      const from = search.from ?? dateIn(timezone, Date.now())
      const to = dateIn(timezone, Date.parse(relaxation.to))
      const latest = addDays(from, 55)
      return { ...search, from, to: to > latest ? latest : to }
    }
  }
}
