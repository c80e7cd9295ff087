import { SLOTS_PER_DAY } from '@w2meet/scheduling'
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { type GridFocus, moveFocus } from '../grid/grid-focus.ts'
import { type DayRows, hoursToShow, rowCount, slotsOfRow } from '../grid/hours.ts'
import { type CellView, cellOf, TimeGrid } from '../grid/time-grid.tsx'
import { strings } from '../strings.ts'
import { dateAt, dayAndMonthAt } from '../time/dates.ts'
import { addDays, dateIn, epochMsOfLocal, minutesIn } from '../time/local-dates.ts'
import { dayName, timeOfDay } from '../time/times-of-day.ts'
import { cityOf } from '../time/zone-table.ts'
import { ChosenTime } from './chosen-time.tsx'
import type { HeatMapAnswer } from './find-api.ts'
import { countFreeIn, type Heat, heatLevel, heatOf, whoIn } from './heat.ts'
import type { Search } from './search.ts'

const { find: text } = strings
const DAYS = [0, 1, 2, 3, 4, 5, 6]
const times = Array.from({ length: SLOTS_PER_DAY + 1 }, (_, slot) => timeOfDay(slot))
/** Names that a screen reader can bear to hear in a cell. */
const MAX_NAMED = 4

type Props = {
  answer: HeatMapAnswer | undefined
  /** The date with which the week begins. */
  monday: string
  /** The time to look at first, in UTC. */
  best: string | undefined
  timezone: string
  /** Where the people are. */
  zones: ReadonlyMap<string, string>
  search: Search
  onWeek: (date: string) => void
}

/** How many people are free in each cell of a week, in the viewer's zone; for the cell in focus also who. */
export function HeatMap({ answer, monday, best, timezone, zones, search, onWeek }: Props) {
  const heat = useMemo(() => (answer === undefined ? undefined : heatOf(answer)), [answer])
  const rows: DayRows = useMemo(
    () => ({ ...hoursToShow((slot) => (heat?.counts[slot] ?? 0) > 0, false), stepMinutes: 30 }),
    [heat],
  )
  const [chosen, setFocus] = useState<GridFocus>()
  const focus = chosen ?? cellOfTime(best, monday, timezone, rows) ?? { row: 0, column: 0 }
  const [focusMoves, setFocusMoves] = useState(0)
  const at = { row: Math.min(focus.row, rowCount(rows) - 1), column: focus.column }

  const columns = useMemo(() => headsOf(monday), [monday])
  const cells = useMemo(() => viewsOf(heat, rows, monday), [heat, rows, monday])

  function onKeyDown(event: KeyboardEvent): void {
    const moved = moveFocus(
      at,
      { key: event.key, shiftKey: false, ctrlKey: event.ctrlKey, metaKey: event.metaKey },
      { rows: rowCount(rows), columns: 7, pageRows: 8 },
    )
    if (moved === undefined) return
    event.preventDefault()
    setFocus(moved)
    setFocusMoves((moves) => moves + 1)
  }
  function point(event: PointerEvent): void {
    const cell = cellOf(event.target)
    // Drawn at once: React would let the frame pass that comes with a move.
    if (cell && (cell.row !== at.row || cell.column !== at.column)) flushSync(() => setFocus(cell))
  }

  return (
    <>
      <WeekBar monday={monday} onWeek={onWeek} />
      <p className="quiet">{text.zone(cityOf(timezone))}</p>
      <TimeGrid
        label={text.heatLabel}
        rows={rows}
        columns={columns}
        cell={(row, column) => cells[row]![column]!}
        focus={at}
        area={{ fromRow: at.row, toRow: at.row + 1, fromColumn: at.column, toColumn: at.column + 1 }}
        focusMoves={focusMoves}
        className="heat-grid"
        onKeyDown={onKeyDown}
        onPointerDown={point}
        onPointerMove={(event) => event.pointerType === 'mouse' && point(event)}
      />
      <ChosenTime
        heat={heat}
        monday={monday}
        day={at.column}
        slots={slotsOfRow(rows, at.row)}
        timezone={timezone}
        zones={zones}
        search={search}
      />
    </>
  )
}

/** Which week is shown, with the ways to the one before and the one after. */
function WeekBar({ monday, onWeek }: Pick<Props, 'monday' | 'onWeek'>) {
  return (
    <div className="bar">
      <h2 id="heat-title">{text.heat}</h2>
      <div className="tools">
        <button type="button" aria-label={text.weekBefore} onClick={() => onWeek(addDays(monday, -7))}>
          ←
        </button>
        <span className="quiet">{text.weekOf(dateAt(epochMsOfLocal(monday, 0, 'UTC'), 'UTC'))}</span>
        <button type="button" aria-label={text.weekAfter} onClick={() => onWeek(addDays(monday, 7))}>
          →
        </button>
      </div>
    </div>
  )
}

/** Weekday and date above each column. */
function headsOf(monday: string) {
  return DAYS.map((day) => {
    return {
      id: String(day),
      head: (
        <>
          <span>{dayName(day, 'short')}</span>{' '}
          <span className="date">{dayAndMonthAt(epochMsOfLocal(addDays(monday, day), 0, 'UTC'), 'UTC')}</span>
        </>
      ),
    }
  })
}

/** Where a time is in the grid, if it is in this week. */
function cellOfTime(start: string | undefined, monday: string, timezone: string, rows: DayRows): GridFocus | undefined {
  if (start === undefined) return undefined
  const date = dateIn(timezone, Date.parse(start))
  const column = DAYS.find((day) => addDays(monday, day) === date)
  if (column === undefined) return undefined
  const minutes = minutesIn(timezone, Date.parse(start))
  return { row: Math.max(0, Math.floor((minutes - rows.fromHour * 60) / rows.stepMinutes)), column }
}

/** The cells, made once for each answer, so that React does not draw a cell again that did not change. */
function viewsOf(heat: Heat | undefined, rows: DayRows, monday: string): CellView[][] {
  const dates = DAYS.map((day) => dateAt(epochMsOfLocal(addDays(monday, day), 0, 'UTC'), 'UTC'))
  return Array.from({ length: rowCount(rows) }, (_, row) =>
    DAYS.map((day) => {
      const { from, to } = slotsOfRow(rows, row)
      const time = `${dates[day]} ${times[from]}`
      if (heat === undefined) return { look: 'unknown', label: time }
      const [first, last] = [day * SLOTS_PER_DAY + from, day * SLOTS_PER_DAY + to]
      const count = countFreeIn(heat, first, last)
      const missing = whoIn(heat, first, last)?.missing ?? []
      const names = count > 0 && missing.length > 0 && missing.length <= MAX_NAMED ? text.missingHeard(missing.join(', ')) : ''
      return {
        look: `heat-${heatLevel(count, heat.total)}`,
        label: `${time}, ${text.freeOf(count, heat.total)}${names}`,
        text: count === 0 ? '' : String(count),
      }
    }),
  )
}
