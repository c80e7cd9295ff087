import { useQuery } from '@tanstack/react-query'
import { strings } from '../strings.ts'
import { dateAt, timeAt } from '../time/dates.ts'
import { nextTimes } from './meetings-api.ts'

type Props = {
  people: string[]
  /** The time that is taken, in UTC. */
  start: string
  durationMinutes: number
  timezone: string
  onChoose: (start: string) => void
}

/** What is offered instead of a time that somebody took in the meantime. */
export function NextTimes({ people, start: wanted, durationMinutes, timezone, onChoose }: Props) {
  const { data, isPending } = useQuery({
    queryKey: ['next-times', people, wanted, durationMinutes, timezone],
    queryFn: () => nextTimes(people, wanted, durationMinutes, timezone),
    staleTime: 0,
  })
  if (isPending) return <p className="quiet">{strings.find.searching}</p>
  if (data === undefined || data.length === 0) return <p>{strings.book.noOther}</p>
  return (
    <div className="tools">
      <span>{strings.book.instead}</span>
      {data.map((start) => (
        <button key={start} type="button" onClick={() => onChoose(start)}>
          {dateAt(start, timezone)}, {timeAt(start, timezone)}
        </button>
      ))}
    </div>
  )
}
