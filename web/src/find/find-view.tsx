import { useMemo, useSyncExternalStore } from 'react'
import { Failure } from '../failure.tsx'
import { strings } from '../strings.ts'
import { dateIn } from '../time/local-dates.ts'
import { useNow } from '../time/use-now.ts'
import { shownZone } from '../time/zone-table.ts'
import { navigate } from '../use-route.ts'
import type { MyWeek } from '../week/my-week.ts'
import { HeatMap } from './heat-map.tsx'
import { PeopleField } from './people-field.tsx'
import { QuestionFields } from './question-fields.tsx'
import type { Search } from './search.ts'
import { paramsOf, searchOf } from './search-params.ts'
import { ShareAddress } from './share-address.tsx'
import { Suggestions, SuggestionsToCome } from './suggestions.tsx'
import { useAnswers } from './use-answers.ts'

// biome-ignore lint/style/noDefaultExport: React loads it when it is first needed, by its default
export default function FindView({ params, myWeek }: { params: URLSearchParams; myWeek: MyWeek }) {
  const { timezone: ownZone, email } = useSyncExternalStore(myWeek.subscribe, myWeek.get)
  const timezone = shownZone(ownZone)
  const search = useMemo(() => searchOf(params), [params])
  const today = dateIn(timezone, useNow())
  const { asks, times, first, monday, heat, zones } = useAnswers(search, { timezone, today })
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
