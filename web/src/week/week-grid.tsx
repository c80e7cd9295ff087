import { SLOTS_PER_DAY, type Week } from '@w2meet/scheduling'
import type { PointerEvent } from 'react'
import { type DayRows, slotsOfRow } from '../grid/hours.ts'
import { type CellView, TimeGrid } from '../grid/time-grid.tsx'
import { strings } from '../strings.ts'
import { dayName, timeOfDay } from '../time/times-of-day.ts'
import { usePainting } from './use-painting.ts'
import { type Area, freedomOf } from './week-slots.ts'

const DAYS = [0, 1, 2, 3, 4, 5, 6]
const columns = DAYS.map((day) => ({
  id: String(day),
  head: (
    <>
      <span aria-hidden="true">{dayName(day, 'short')}</span>
      <span className="only-heard">{dayName(day)}</span>
    </>
  ),
}))
const dayNames = DAYS.map((day) => dayName(day))
const times = Array.from({ length: SLOTS_PER_DAY + 1 }, (_, slot) => timeOfDay(slot))

type Props = {
  week: Week
  rows: DayRows
  paintMode: boolean
  onPaint: (area: Area, free: boolean) => void
  announce: (text: string) => void
  onUndo: () => void
  onRedo: () => void
}

export function WeekGrid({ week, rows, paintMode, onPaint, announce, onUndo, onRedo }: Props) {
  const painting = usePainting({
    week,
    rows,
    paintMode,
    onPaint(area, free) {
      onPaint(area, free)
      announce(strings.week.painted(daysOf(area), times[area.fromSlot]!, times[area.toSlot]!, free))
    },
    onSelect: (area) => announce(strings.week.selected(daysOf(area), times[area.fromSlot]!, times[area.toSlot]!)),
    onUndo,
    onRedo,
  })

  function cell(row: number, column: number): CellView {
    const { from, to } = slotsOfRow(rows, row)
    const freedom = freedomOf(painting.preview, column * SLOTS_PER_DAY + from, column * SLOTS_PER_DAY + to)
    return {
      look: freedom,
      label: strings.week.cell(dayNames[column]!, times[from]!, times[to]!, freedom),
      selected: freedom === 'free',
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the grid within has the keys for it
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <div onClick={(event) => painting.onTap(event as unknown as PointerEvent)} className={paintMode ? 'paints' : undefined}>
      <TimeGrid
        label={strings.week.gridLabel}
        describedBy="grid-help"
        rows={rows}
        columns={columns}
        cell={cell}
        focus={painting.focus}
        focusMoves={painting.focusMoves}
        area={painting.area}
        multiselectable
        onKeyDown={painting.onKeyDown}
        onPointerDown={painting.onPointerDown}
        onPointerMove={painting.onPointerMove}
        onPointerUp={painting.onPointerUp}
        onPointerCancel={painting.onPointerCancel}
      />
      <p id="grid-help" className="only-heard">
        {strings.week.gridHelp}
      </p>
    </div>
  )
}

function daysOf({ fromDay, toDay }: Area): string {
  return strings.week.daysBetween(dayNames[fromDay]!, dayNames[toDay - 1]!)
}
