import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { dateIn, isoWeekOf, mondayOf } from '../time/local-dates.ts'
import { readHeatMap, readTimes, readZones } from './find-api.ts'
import { everybodyOf, type Search } from './search.ts'

const NOWHERE: ReadonlyMap<string, string> = new Map()

/**
 * The best times, the heat map of the week in which the first of them is (or the week that the search names), and where the
 * people are. Nothing is asked while the search names nobody.
 */
export function useAnswers(search: Search, { timezone, today }: { timezone: string; today: string }) {
  const people = everybodyOf(search)
  const asks = people.length > 0
  const { week: shownWeek, ...question } = search
  const times = useQuery({
    queryKey: ['times', question, timezone],
    queryFn: () => readTimes(search, timezone),
    enabled: asks,
    placeholderData: keepPreviousData,
    // The person may have booked a time or painted since, and is not to see what was before.
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
  return { asks, times, first, monday, heat, zones }
}
