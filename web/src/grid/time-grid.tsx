import { type KeyboardEvent, memo, type PointerEvent, type ReactNode, useEffect, useRef } from 'react'
import { strings } from '../strings.ts'
import { hourLabel, timeOfDay } from '../time/times-of-day.ts'
import { type GridArea, type GridFocus, isInside } from './grid-focus.ts'
import { type DayRows, rowCount, slotsOfRow } from './hours.ts'

/** How a cell looks, and what a screen reader says of it. */
export type CellView = { look: string; label: string; selected?: boolean; text?: string }

type Props = {
  label: string
  describedBy?: string
  rows: DayRows
  /** The columns and their heads. */
  columns: { id: string; head: ReactNode }[]
  cell: (row: number, column: number) => CellView
  focus: GridFocus
  area?: GridArea | undefined
  /** Grows with each move of the keyboard, so that the browser's focus follows. */
  focusMoves: number
  multiselectable?: boolean
  className?: string
  onKeyDown: (event: KeyboardEvent) => void
  onPointerDown?: (event: PointerEvent) => void
  onPointerMove?: (event: PointerEvent) => void
  onPointerUp?: (event: PointerEvent) => void
  onPointerCancel?: (event: PointerEvent) => void
  onPointerLeave?: (event: PointerEvent) => void
}

/** Days by time of day, as an ARIA grid with one tab stop. Its caller decides what pointers and keys do. */
export function TimeGrid(props: Props) {
  const { label, describedBy, rows, columns, cell, focus, area, focusMoves, multiselectable = false, className = '' } = props
  const grid = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (focusMoves > 0) cellAt(grid.current!, focus.row, focus.column)?.focus()
  }, [focusMoves, focus.row, focus.column])

  const lines = Array.from({ length: rowCount(rows) }, (_, row) => row)
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      aria-describedby={describedBy}
      aria-multiselectable={multiselectable || undefined}
      className={`time-grid step-${rows.stepMinutes} ${className}`}
      onKeyDown={props.onKeyDown}
      onPointerDown={props.onPointerDown}
      onPointerMove={props.onPointerMove}
      onPointerUp={props.onPointerUp}
      onPointerCancel={props.onPointerCancel}
      onPointerLeave={props.onPointerLeave}
    >
      <div role="row" className="grid-head">
        <span role="columnheader">
          <span className="only-heard">{strings.time}</span>
        </span>
        {columns.map(({ id, head }) => (
          <div key={id} role="columnheader">
            {head}
          </div>
        ))}
      </div>
      {lines.map((row) => {
        const { from } = slotsOfRow(rows, row)
        return (
          <div role="row" key={row} className={from % 4 === 0 ? 'hour' : 'within'}>
            <div role="rowheader">
              {from % 4 === 0 ? <span>{hourLabel(from / 4)}</span> : <span className="only-heard">{timeOfDay(from)}</span>}
            </div>
            {columns.map(({ id }, column) => {
              const { look, label, selected, text } = cell(row, column)
              return (
                <Cell
                  key={id}
                  row={row}
                  column={column}
                  look={look}
                  label={label}
                  selected={selected}
                  text={text}
                  inArea={isInside(area, row, column)}
                  tabStop={row === focus.row && column === focus.column}
                />
              )
            })}
          </div>
        )
      })}
    </div>
  )
}

type CellProps = CellView & { row: number; column: number; inArea: boolean; tabStop: boolean }

const Cell = memo(({ row, column, look, label, selected, text, inArea, tabStop }: CellProps) => (
  <div
    role="gridcell"
    className={`cell ${look}${inArea ? ' in-area' : ''}`}
    aria-label={label}
    aria-selected={selected}
    tabIndex={tabStop ? 0 : -1}
    data-row={row}
    data-column={column}
  >
    {text}
  </div>
))

type GridCell = { row: number; column: number }

/** The cell under a pointer, wherever the pointer went down. Cost: it has the browser lay out the page. */
export function cellUnder({ clientX, clientY }: PointerEvent): GridCell | undefined {
  return cellOf(document.elementFromPoint(clientX, clientY))
}

/** The cell that an event of a free pointer is about. */
export function cellOf(target: EventTarget | null): GridCell | undefined {
  const cell = (target as Element | null)?.closest<HTMLElement>('[data-row]')
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : undefined
}

function cellAt(grid: HTMLElement, row: number, column: number): HTMLElement | null {
  return grid.querySelector(`[data-row="${row}"][data-column="${column}"]`)
}
