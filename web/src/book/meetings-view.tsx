import { useQuery } from '@tanstack/react-query'
import type { Meeting } from '@w2meet/contract'
import { useSyncExternalStore } from 'react'
import { Failure } from '../failure.tsx'
import { hashOf } from '../route.ts'
import { strings } from '../strings.ts'
import { dateAt, timesBetween } from '../time/dates.ts'
import { shownZone } from '../time/zone-table.ts'
import type { MyWeek } from '../week/my-week.ts'
import { feedUrlOf, readMeetings } from './meetings-api.ts'

const { meetings: text } = strings

/** The meetings ahead of the person. */
// biome-ignore lint/style/noDefaultExport: React loads it when it is first needed, by its default
export default function MeetingsView({ myWeek }: { myWeek: MyWeek }) {
  const { timezone: ownZone, email } = useSyncExternalStore(myWeek.subscribe, myWeek.get)
  const timezone = shownZone(ownZone)
  const { data, error, refetch } = useQuery({
    queryKey: ['meetings', email],
    queryFn: () => readMeetings(email),
    enabled: email !== '',
    // Somebody who has just booked or cancelled one looks for it here.
    staleTime: 0,
  })
  return (
    <section className="narrow" aria-labelledby="meetings-title">
      <h1 id="meetings-title">{strings.views.meetings}</h1>
      {email === '' ? (
        <p className="empty">
          {text.noEmail} <a href={hashOf('week', new URLSearchParams())}>{strings.views.week}</a>
        </p>
      ) : null}
      {error ? <Failure error={error} onRetry={refetch} /> : null}
      {email !== '' && data === undefined && !error ? <p className="quiet">{strings.loading}</p> : null}
      {data?.length === 0 ? <p className="empty">{text.none(email)}</p> : null}
      <ul className="replies">
        {data?.map(({ id, title, start, end, ...people }) => (
          <li key={id}>
            <a href={hashOf('meeting', new URLSearchParams({ id }))}>{title}</a>
            <OwnPart email={email} {...people} />
            <span>
              {dateAt(start, timezone)}, {timesBetween(start, end, timezone)}
            </span>
          </li>
        ))}
      </ul>
      {email === '' ? null : (
        <p className="quiet">
          {text.feed} <a href={feedUrlOf(email)}>{location.origin + feedUrlOf(email)}</a>
        </p>
      )}
    </section>
  )
}

/** How the person takes part: as the organizer, or as they have replied. */
function OwnPart({ email, organizer, attendees }: { email: string } & Pick<Meeting, 'organizer' | 'attendees'>) {
  const part = organizer === email ? 'organizer' : attendees.find((attendee) => attendee.email === email)?.reply
  if (part === undefined) return null
  return <span className={part === 'accepted' ? 'badge all' : 'badge'}>{text.own[part]}</span>
}
