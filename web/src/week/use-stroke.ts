import { type PointerEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type GridArea, selectionOf } from '../grid/grid-focus.ts'
import { cellUnder } from '../grid/time-grid.tsx'

type Cell = { row: number; column: number }
/** A stroke under way: from where, to where, and whether it paints or erases. */
type Stroke = { from: Cell; to: Cell; free: boolean; pointerId: number }

type Options = {
  /** Fingers paint; otherwise they scroll the page. */
  paintMode: boolean
  isFreeAt: (cell: Cell) => boolean
  /** The pointer went down on this cell. */
  onDown: (cell: Cell) => void
  onStroke: (area: GridArea, free: boolean) => void
}

/** A pointer that a person drags over the grid of a week; `stroke` is the one under way. */
export function useStroke({ paintMode, isFreeAt, onDown, onStroke }: Options) {
  const [stroke, setStroke] = useState<Stroke>()
  // Moves come faster than the page is drawn.
  const current = useRef<Stroke>(undefined)

  function stretch(next: Stroke | undefined): void {
    current.current = next
    setStroke(next)
  }

  return {
    stroke: stroke && { area: areaOf(stroke), free: stroke.free },
    cancel: () => stretch(undefined),
    onPointerDown(event: PointerEvent): void {
      const cell = cellUnder(event)
      if (cell === undefined || event.button !== 0 || current.current !== undefined) return
      onDown(cell)
      if (event.pointerType === 'touch' && !paintMode) return
      stretch({ from: cell, to: cell, free: !isFreeAt(cell), pointerId: event.pointerId })
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove(event: PointerEvent): void {
      const stroke = current.current
      if (stroke === undefined || stroke.pointerId !== event.pointerId) return
      const to = cellUnder(event)
      if (to === undefined || (to.row === stroke.to.row && to.column === stroke.to.column)) return
      // Drawn at once: React would let the frame pass that comes with a move.
      flushSync(() => stretch({ ...stroke, to }))
    },
    onPointerUp(event: PointerEvent): void {
      const stroke = current.current
      if (stroke?.pointerId !== event.pointerId) return
      stretch(undefined)
      onStroke(areaOf(stroke), stroke.free)
    },
  }
}

function areaOf({ from, to }: Stroke): GridArea {
  return selectionOf({ ...to, anchor: from })
}
