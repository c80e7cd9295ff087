import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { Failure } from '../failure.tsx'
import { strings } from '../strings.ts'
import { dateIn, isoWeekOf, mondayOf } from '../time/local-dates.ts'
import { useNow } from '../time/use-now.ts'
import { navigate } from '../use-route.ts'
import type { MyWeek } from '../week/my-week.ts'
import { readHeatMap, readTimes, readZones } from './find-api.ts'
import { HeatMap } from './heat-map.tsx'
import { PeopleField } from './people-field.tsx'
import { QuestionFields } from './question-fields.tsx'
import { everybodyOf, type Search } from './search.ts'
import { paramsOf, searchOf } from './search-params.ts'
import { ShareAddress } from './share-address.tsx'
import { Suggestions, SuggestionsToCome } from './suggestions.tsx'

const NOWHERE: ReadonlyMap<string, string> = new Map()

// biome-ignore lint/style/noDefaultExport: React loads it when it is first needed, by its default
export default function FindView({ params, myWeek }: { params: URLSearchParams; myWeek: MyWeek }) {
  const { timezone, email } = useSyncExternalStore(myWeek.subscribe, myWeek.get)
  const search = useMemo(() => searchOf(params), [params])
  const today = dateIn(timezone, useNow())
  const people = everybodyOf(search)
  const asks = people.length > 0
  const { week: shownWeek, ...question } = search

  const times = useQuery({
    queryKey: ['times', question, timezone],
    queryFn: () => readTimes(search, timezone),
    enabled: asks,
    placeholderData: keepPreviousData,
    // Whoever has just booked a time, or painted, is not to see what was before.
    staleTime: 0,
  })
  const { suggestions, none } = times.data?.answer ?? {}
  const first = suggestions?.[0]?.start ?? none?.relaxations[0]?.start
  const monday = mondayOf(shownWeek ?? (first === undefined ? (search.from ?? today) : dateIn(timezone, Date.parse(first))))
  const heat = useQuery({
    queryKey: ['heat', people, isoWeekOf(monday), timezone],
    queryFn: () => readHeatMap(search, isoWeekOf(monday), timezone),
    enabled: asks && (shownWeek !== undefined || !times.isPending),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const { data: zones = NOWHERE } = useQuery({ queryKey: ['zones', people], queryFn: () => readZones(search), enabled: asks })

  const change = (next: Search) => navigate('find', paramsOf(next), { replace: true })
  const unknown = times.data?.unknown ?? heat.data?.unknown ?? []

  return (
    <section aria-labelledby="find-title">
      <h1 id="find-title">{strings.find.title}</h1>
      <p className="intro">
        {strings.find.intro} {asks ? <ShareAddress /> : null}
      </p>
      <div className="find">
        <div className="question">
          <PeopleField search={search} unknown={unknown} me={email} onChange={change} />
          <QuestionFields search={search} today={today} onChange={change} />
        </div>
        {asks ? (
          <>
            <section className="suggestions" aria-labelledby="suggestions-title" aria-busy={times.isFetching}>
              <h2 id="suggestions-title">{strings.find.suggestions}</h2>
              {times.isError ? <Failure error={times.error} onRetry={times.refetch} /> : null}
              {times.isPending ? <SuggestionsToCome /> : null}
              {times.isError || times.data === undefined ? null : (
                <Suggestions known={times.data} search={search} timezone={timezone} zones={zones} onChange={change} />
              )}
            </section>
            <section className="heat" aria-labelledby="heat-title" aria-busy={heat.isFetching}>
              {heat.isError ? (
                <>
                  <h2 id="heat-title">{strings.find.heat}</h2>
                  <Failure error={heat.error} onRetry={heat.refetch} />
                </>
              ) : (
                <HeatMap
                  answer={heat.data?.answer}
                  monday={monday}
                  best={first}
                  timezone={timezone}
                  zones={zones}
                  search={search}
                  onWeek={(date) => change({ ...search, week: date })}
                />
              )}
            </section>
          </>
        ) : (
          <p className="empty">{strings.find.empty}</p>
        )}
      </div>
    </section>
  )
}
