import type { Week } from '@w2meet/scheduling'
import { SLOTS_PER_DAY } from '@w2meet/scheduling'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { type GridArea, type GridFocus, moveFocus, selectionOf } from '../grid/grid-focus.ts'
import { type DayRows, rowCount, slotsOfRow } from '../grid/hours.ts'
import { cellUnder } from '../grid/time-grid.tsx'
import { useStroke } from './use-stroke.ts'
import { type Area, freedomOf, paintArea } from './week-slots.ts'

type Options = {
  week: Week
  rows: DayRows
  /** Fingers paint; otherwise they scroll the page, and a tap changes one cell. */
  paintMode: boolean
  onPaint: (area: Area, free: boolean) => void
  onSelect: (area: Area) => void
  onUndo: () => void
  onRedo: () => void
}

const DAYS = 7

/** Pointers and keys in the grid of a week. `preview` is the week with the stroke under way in it. */
export function usePainting({ week, rows, paintMode, onPaint, onSelect, onUndo, onRedo }: Options) {
  const [focus, setFocus] = useState<GridFocus>({ row: 0, column: 0 })
  const [focusMoves, setFocusMoves] = useState(0)

  const size = { rows: rowCount(rows), columns: DAYS, pageRows: (4 * 60) / rows.stepMinutes }
  const at = { ...focus, row: Math.min(focus.row, size.rows - 1) }

  function areaOf({ fromRow, toRow, fromColumn, toColumn }: GridArea): Area {
    return {
      fromDay: fromColumn,
      toDay: toColumn,
      fromSlot: slotsOfRow(rows, fromRow).from,
      toSlot: slotsOfRow(rows, toRow - 1).to,
    }
  }
  const isFreeAt = ({ row, column }: { row: number; column: number }) => {
    const { from, to } = slotsOfRow(rows, row)
    return freedomOf(week, column * SLOTS_PER_DAY + from, column * SLOTS_PER_DAY + to) === 'free'
  }
  const { stroke, cancel, onPointerDown, onPointerMove, onPointerUp } = useStroke({
    paintMode,
    isFreeAt,
    onDown: setFocus,
    onStroke: (area, free) => onPaint(areaOf(area), free),
  })

  function onKeyDown(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      event.preventDefault()
      if (event.shiftKey) onRedo()
      else onUndo()
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      onPaint(areaOf(selectionOf(at)), !isFreeAt(at))
      setFocus({ row: at.row, column: at.column })
    } else if (event.key === 'Escape') {
      cancel()
      setFocus({ row: at.row, column: at.column })
    } else {
      const moved = moveFocus(at, event, size)
      if (moved === undefined) return
      event.preventDefault()
      setFocus(moved)
      setFocusMoves((moves) => moves + 1)
      if (moved.anchor) onSelect(areaOf(selectionOf(moved)))
    }
  }

  /** A tap where fingers scroll. A stroke has painted before its click comes. */
  function onTap(event: PointerEvent): void {
    const cell = cellUnder(event)
    if (event.pointerType === 'touch' && !paintMode && cell) onPaint(areaOf(selectionOf(cell)), !isFreeAt(cell))
  }

  return {
    focus: at,
    focusMoves,
    area: at.anchor === undefined ? undefined : selectionOf(at),
    preview: stroke === undefined ? week : paintArea(week, areaOf(stroke.area), stroke.free),
    onKeyDown,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: cancel,
    onTap,
  }
}
