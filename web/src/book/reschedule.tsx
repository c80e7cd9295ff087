import { useMutation } from '@tanstack/react-query'
import type { Meeting } from '@w2meet/contract'
import { useState } from 'react'
import { Failure } from '../failure.tsx'
import { strings } from '../strings.ts'
import { dateIn, epochMsOfLocal, minutesIn } from '../time/local-dates.ts'
import { durationMinutesOf, isTaken, reschedule } from './meetings-api.ts'
import { NextTimes } from './next-times.tsx'

const { meeting: text } = strings

type Props = { meeting: Meeting; timezone: string; onMoved: (meeting: Meeting) => void }

/** A form that moves a meeting to another time, with its duration. */
export function Reschedule({ meeting, timezone, onMoved }: Props) {
  const durationMinutes = durationMinutesOf(meeting)
  const [date, setDate] = useState(dateIn(timezone, Date.parse(meeting.start)))
  const [time, setTime] = useState(() => timeIn(timezone, Date.parse(meeting.start)))
  const moved = useMutation({
    mutationFn: (start: string) => reschedule(meeting, start, durationMinutes),
    onSuccess: onMoved,
  })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const [hours, minutes] = time.split(':')
        moved.mutate(new Date(epochMsOfLocal(date, Number(hours) * 60 + Number(minutes), timezone)).toISOString())
      }}
    >
      <div className="fields">
        <label>
          {text.date}
          <input type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
        </label>
        <label>
          {text.time}
          <input type="time" required step={900} value={time} onChange={(event) => setTime(event.target.value)} />
        </label>
      </div>
      {moved.isError ? <Failure error={moved.error} /> : null}
      {isTaken(moved.error) ? (
        <NextTimes
          people={[meeting.organizer, ...meeting.attendees.filter(({ optional }) => !optional).map(({ email }) => email)]}
          durationMinutes={durationMinutes}
          timezone={timezone}
          taken={moved.variables!}
          onChoose={(start) => moved.mutate(start)}
        />
      ) : null}
      <button type="submit" className="primary" disabled={moved.isPending}>
        {text.move}
      </button>
    </form>
  )
}

/** `HH:MM`, as an input of a time has it. */
function timeIn(timezone: string, instantMs: number): string {
  const minutes = minutesIn(timezone, instantMs)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
