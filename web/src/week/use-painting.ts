import type { Week } from '@w2meet/scheduling'
import { SLOTS_PER_DAY } from '@w2meet/scheduling'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type GridArea, type GridFocus, moveFocus, selectionOf } from '../grid/grid-focus.ts'
import { type DayRows, rowCount, slotsOfRow } from '../grid/hours.ts'
import { cellUnder } from '../grid/time-grid.tsx'
import { type Area, freedomOf, paintArea } from './week-slots.ts'

/** A stroke under way: from where, to where, and whether it paints or erases. */
type Stroke = { from: { row: number; column: number }; to: { row: number; column: number }; free: boolean; pointerId: number }

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

/** What pointers and keys do in the grid of a week. `preview` is the week with the stroke under way in it. */
export function usePainting({ week, rows, paintMode, onPaint, onSelect, onUndo, onRedo }: Options) {
  const [focus, setFocus] = useState<GridFocus>({ row: 0, column: 0 })
  const [focusMoves, setFocusMoves] = useState(0)
  const [stroke, setStroke] = useState<Stroke>()
  // Moves come faster than the page is drawn.
  const current = useRef<Stroke>(undefined)

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
  function stretch(next: Stroke | undefined): void {
    current.current = next
    setStroke(next)
  }

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
      stretch(undefined)
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

  function onPointerDown(event: PointerEvent): void {
    const cell = cellUnder(event)
    if (cell === undefined || event.button !== 0 || current.current !== undefined) return
    setFocus(cell)
    if (event.pointerType === 'touch' && !paintMode) return
    stretch({ from: cell, to: cell, free: !isFreeAt(cell), pointerId: event.pointerId })
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
  }

  function onPointerMove(event: PointerEvent): void {
    const stroke = current.current
    if (stroke === undefined || stroke.pointerId !== event.pointerId) return
    const to = cellUnder(event)
    if (to === undefined || (to.row === stroke.to.row && to.column === stroke.to.column)) return
    // At once: React would let the frame pass that comes with a move.
    flushSync(() => stretch({ ...stroke, to }))
  }

  function onPointerUp(event: PointerEvent): void {
    const stroke = current.current
    if (stroke?.pointerId === event.pointerId) {
      stretch(undefined)
      onPaint(areaOf(selectionOf({ ...stroke.to, anchor: stroke.from })), stroke.free)
    }
  }

  /** A tap where fingers scroll. Strokes were painted already when the click comes. */
  function onTap(event: PointerEvent): void {
    const cell = cellUnder(event)
    if (event.pointerType === 'touch' && !paintMode && cell) onPaint(areaOf(selectionOf(cell)), !isFreeAt(cell))
  }

  return {
    focus: at,
    focusMoves,
    area: at.anchor === undefined ? undefined : selectionOf(at),
    preview:
      stroke === undefined ? week : paintArea(week, areaOf(selectionOf({ ...stroke.to, anchor: stroke.from })), stroke.free),
    onKeyDown,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: () => stretch(undefined),
    onTap,
  }
}
