import { useMutation } from '@tanstack/react-query'
import { canonicalEmail } from '@w2meet/contract'
import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { type Booking, bookingOf, bookingParams } from '../booking.ts'
import { Failure } from '../failure.tsx'
import { strings } from '../strings.ts'
import { dateAt, timesBetween } from '../time/dates.ts'
import { cityOf, shownZone } from '../time/zone-table.ts'
import { navigate } from '../use-route.ts'
import type { MyWeek } from '../week/my-week.ts'
import { book, isTaken } from './meetings-api.ts'
import { NextTimes } from './next-times.tsx'

const { book: text } = strings

/** A form that books a time. Where somebody else was faster it offers the next free times. */
// biome-ignore lint/style/noDefaultExport: React loads it when it is first needed, by its default
export default function BookView({ params, myWeek }: { params: URLSearchParams; myWeek: MyWeek }) {
  const { timezone: ownZone, email } = useSyncExternalStore(myWeek.subscribe, myWeek.get)
  const timezone = shownZone(ownZone)
  const booking = bookingOf(params)
  // A key for each content of the form: a button pressed twice books one meeting, and after a change it books another.
  const [keys] = useState(() => new Map<string, string>())
  const booked = useMutation({
    mutationFn: bookBy,
    onSuccess: ({ id }) => navigate('meeting', new URLSearchParams({ id }), { replace: true }),
  })
  if (booking === undefined) return <p className="notice">{text.noTime}</p>
  const { start, durationMinutes, people, optional } = booking
  const end = new Date(Date.parse(start) + durationMinutes * 60_000).toISOString()

  function bookBy(form: FormData) {
    const organizer = organizerIn(form)
    const location = String(form.get('location')).trim()
    const meeting = {
      organizer,
      attendees: people.filter((person) => person !== organizer),
      optional: optional.filter((person) => person !== organizer),
      title: String(form.get('title')).trim(),
      start,
      duration_minutes: durationMinutes,
      timezone,
      ...(location === '' ? {} : { location }),
    }
    const content = JSON.stringify(meeting)
    const key = keys.get(content) ?? crypto.getRandomValues(new Uint32Array(4)).join('-')
    keys.set(content, key)
    return book(meeting, key)
  }

  return (
    <section className="narrow" aria-labelledby="book-title">
      <h1 id="book-title">{text.title}</h1>
      <p className="big">
        <strong>{dateAt(start, timezone)}</strong> {timesBetween(start, end, timezone)}
        <span className="quiet"> {cityOf(timezone)}</span>
      </p>
      <form
        className="stack"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          booked.mutate(new FormData(event.currentTarget))
        }}
      >
        <BookingFields email={email} booking={booking} />
        {booked.isError ? <Failure error={booked.error} /> : null}
        {isTaken(booked.error) ? (
          <NextTimes
            people={[...new Set([organizerIn(booked.variables!), ...people])]}
            durationMinutes={durationMinutes}
            timezone={timezone}
            taken={start}
            onChoose={(other) => {
              booked.reset()
              navigate('book', bookingParams({ ...booking, start: other }), { replace: true })
            }}
          />
        ) : null}
        <button type="submit" className="primary" disabled={booked.isPending}>
          {booked.isPending ? text.booking : text.confirm}
        </button>
      </form>
    </section>
  )
}

/** Fields for the title, the place and the organizer, and the list of who comes. */
function BookingFields({ email, booking: { people, optional } }: { email: string; booking: Booking }) {
  return (
    <>
      <label>
        {text.what}
        <input name="title" required maxLength={200} pattern=".*\S.*" placeholder={text.whatExample} />
      </label>
      <label>
        {text.where} <span className="quiet">{strings.week.optional}</span>
        <input name="location" maxLength={500} placeholder={text.whereExample} />
      </label>
      <label>
        {text.organizer} <span className="quiet">{text.organizerHint}</span>
        <input name="organizer" type="email" required defaultValue={email} autoComplete="email" />
      </label>
      <div>
        {text.with}
        <ul className="names">
          {people
            .filter((person) => person !== email)
            .map((person) => (
              <li key={person}>{person}</li>
            ))}
          {optional
            .filter((person) => person !== email)
            .map((person) => (
              <li key={person}>
                {person} <span className="badge">{strings.find.optional}</span>
              </li>
            ))}
        </ul>
      </div>
    </>
  )
}

const organizerIn = (form: FormData) => canonicalEmail(String(form.get('organizer')).trim())
