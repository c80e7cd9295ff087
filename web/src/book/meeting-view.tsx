import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Meeting } from '@w2meet/contract'
import { useState, useSyncExternalStore } from 'react'
import { Failure } from '../failure.tsx'
import { strings } from '../strings.ts'
import { dateAt, timesBetween } from '../time/dates.ts'
import { cityOf, shownZone } from '../time/zone-table.ts'
import type { MyWeek } from '../week/my-week.ts'
import { CancelMeeting } from './cancel-meeting.tsx'
import { calendarUrlOf, readMeeting } from './meetings-api.ts'
import { Reschedule } from './reschedule.tsx'

const { meeting: text } = strings

/** A meeting: when and where, who comes, and what its organizer can do with it. */
// biome-ignore lint/style/noDefaultExport: React loads it when it is first needed, by its default
export default function MeetingView({ params, myWeek }: { params: URLSearchParams; myWeek: MyWeek }) {
  const { timezone: ownZone } = useSyncExternalStore(myWeek.subscribe, myWeek.get)
  const timezone = shownZone(ownZone)
  const id = params.get('id') ?? ''
  const queries = useQueryClient()
  const {
    data: meeting,
    error,
    refetch,
  } = useQuery({
    queryKey: ['meeting', id],
    queryFn: () => readMeeting(id),
    // Attendees reply at any time: a person who comes back sees the known replies, and then the present ones.
    staleTime: 0,
  })
  const [moving, setMoving] = useState(false)

  if (meeting === undefined) {
    return (
      <section className="narrow" aria-labelledby="meeting-title">
        <h1 id="meeting-title">{text.title}</h1>
        {error ? <Failure error={error} onRetry={refetch} /> : <p className="quiet">{strings.loading}</p>}
      </section>
    )
  }
  const { title, location, start, end, status, description } = meeting
  const cancelled = status === 'cancelled'
  return (
    <section className="narrow" aria-labelledby="meeting-title">
      <h1 id="meeting-title">{title}</h1>
      {error ? <Failure error={error} onRetry={refetch} /> : null}
      {cancelled ? (
        <p className="notice" role="status">
          {text.cancelled}
        </p>
      ) : null}
      <p className="big">
        <strong>{dateAt(start, timezone)}</strong> {timesBetween(start, end, timezone)}
        <span className="quiet"> {cityOf(timezone)}</span>
      </p>
      {location === null ? null : <p>{location}</p>}
      {description === null ? null : <p className="reason">{description}</p>}
      <Replies meeting={meeting} />
      {cancelled ? null : (
        <div className="tools">
          <a className="button primary" href={calendarUrlOf(id)} download="meeting.ics">
            {text.calendar}
          </a>
          <button type="button" aria-expanded={moving} onClick={() => setMoving(!moving)}>
            {text.reschedule}
          </button>
          <CancelMeeting meeting={meeting} onCancelled={refetch} />
        </div>
      )}
      {moving && !cancelled ? (
        <Reschedule
          meeting={meeting}
          timezone={timezone}
          onMoved={(moved) => {
            queries.setQueryData(['meeting', id], moved)
            setMoving(false)
          }}
        />
      ) : null}
    </section>
  )
}

/** Who comes, as far as they have replied. */
function Replies({ meeting: { organizer, attendees } }: { meeting: Meeting }) {
  return (
    <>
      <h2>{text.who}</h2>
      <ul className="replies">
        <li>
          <span>{organizer}</span>
          <span className="badge">{text.organizer}</span>
        </li>
        {attendees.map(({ email, name, optional, reply, told }) => (
          <li key={email}>
            <span>{name === null ? email : `${name} · ${email}`}</span>
            {optional ? <span className="quiet">{strings.find.optional}</span> : null}
            <span className={reply === 'accepted' ? 'badge all' : 'badge'}>{text.replies[reply]}</span>
            {told ? null : <span className="badge warn">{text.notTold}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}
