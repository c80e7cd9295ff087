import type { TimesAnswer } from '@w2meet/contract'
import { bookingHash } from '../booking.ts'
import { strings } from '../strings.ts'
import { dateAt, timesBetween } from '../time/dates.ts'
import type { Known } from './find-api.ts'
import { LocalTimes } from './local-times.tsx'
import { NoTime } from './no-time.tsx'
import { inviteesOf, type Search } from './search.ts'

const { find: text } = strings

type Props = {
  known: Known<TimesAnswer>
  search: Search
  timezone: string
  /** Where the people are. */
  zones: ReadonlyMap<string, string>
  onChange: (search: Search) => void
}

export function Suggestions({ known: { answer }, search, timezone, zones, onChange }: Props) {
  if (answer === undefined) return <p className="quiet">{text.nobodyKnown}</p>
  if (answer.none !== null) return <NoTime none={answer.none} search={search} timezone={timezone} onChange={onChange} />
  return (
    <>
      <p className="quiet">{text.candidates(answer.candidates, answer.suggestions.length)}</p>
      <ol>
        {answer.suggestions.map(({ start, end, free, total, reason }) => (
          <li key={start}>
            <div className="when">
              <strong>{dateAt(start, timezone)}</strong>
              <span>{timesBetween(start, end, timezone)}</span>
              <span className={free === total ? 'badge all' : 'badge'}>{text.freeOf(free, total)}</span>
            </div>
            <p className="reason">{reason}</p>
            <div className="row">
              <a className="button" href={bookingHash({ start, durationMinutes: search.durationMinutes, ...inviteesOf(search) })}>
                {text.book}
                <span className="only-heard"> {dateAt(start, timezone)}</span>
              </a>
              <LocalTimes start={start} end={end} zones={zones} timezone={timezone} />
            </div>
          </li>
        ))}
      </ol>
    </>
  )
}

/** As much room as suggestions take, so that nothing below moves when they come. */
export function SuggestionsToCome() {
  return (
    <>
      <p className="quiet">{text.searching}</p>
      {[1, 2, 3, 4, 5].map((place) => (
        <div key={place} className="to-come" aria-hidden="true" />
      ))}
    </>
  )
}
