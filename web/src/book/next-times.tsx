import { useQuery } from '@tanstack/react-query'
import { Failure } from '../failure.tsx'
import { readNextTimes } from '../find/find-api.ts'
import { strings } from '../strings.ts'
import { dateAt, timeAt } from '../time/dates.ts'

type Props = {
  people: string[]
  durationMinutes: number
  timezone: string
  /** The time that is taken, in UTC. */
  taken: string
  onChoose: (start: string) => void
}

/** The next free times, instead of one that somebody else took meanwhile. */
export function NextTimes({ people, durationMinutes, timezone, taken, onChoose }: Props) {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['next-times', people, durationMinutes, timezone, taken],
    queryFn: () => readNextTimes(people, durationMinutes, taken, timezone),
    staleTime: 0,
  })
  if (error) return <Failure error={error} onRetry={refetch} />
  if (isPending) return <p className="quiet">{strings.find.searching}</p>
  const times = data.answer?.suggestions ?? []
  if (times.length === 0) return <p>{strings.book.noOther}</p>
  return (
    <div className="tools">
      <span>{strings.book.instead}</span>
      {times.map(({ start }) => (
        <button key={start} type="button" onClick={() => onChoose(start)}>
          {dateAt(start, timezone)}, {timeAt(start, timezone)}
        </button>
      ))}
    </div>
  )
}
