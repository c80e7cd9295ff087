/** Where the keyboard is in a grid, and where a selection began that it was stretched from. */
export type GridFocus = { row: number; column: number; anchor?: { row: number; column: number } }
export type GridSize = { rows: number; columns: number; pageRows: number }
export type GridKey = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }

/**
 * Where a key leads, by the grid pattern of the ARIA Authoring Practices; undefined where it leads nowhere. Shift stretches a
 * selection from where it began; without it there is none.
 */
export function moveFocus(focus: GridFocus, { key, shiftKey, ctrlKey, metaKey }: GridKey, size: GridSize): GridFocus | undefined {
  const to = target(focus, key, ctrlKey || metaKey, size)
  if (to === undefined) return undefined
  const moved = { row: clamp(to.row, size.rows), column: clamp(to.column, size.columns) }
  return shiftKey ? { ...moved, anchor: focus.anchor ?? { row: focus.row, column: focus.column } } : moved
}

/** The cells that are selected, half-open: the one in focus, or all between it and the anchor. */
export function selectionOf({ row, column, anchor = { row, column } }: GridFocus) {
  return {
    fromRow: Math.min(row, anchor.row),
    toRow: Math.max(row, anchor.row) + 1,
    fromColumn: Math.min(column, anchor.column),
    toColumn: Math.max(column, anchor.column) + 1,
  }
}
export type GridArea = ReturnType<typeof selectionOf>

export function isInside(area: GridArea | undefined, row: number, column: number): boolean {
  return area !== undefined && row >= area.fromRow && row < area.toRow && column >= area.fromColumn && column < area.toColumn
}

function target({ row, column }: GridFocus, key: string, far: boolean, size: GridSize) {
  const last = { row: size.rows - 1, column: size.columns - 1 }
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'Home':
      return { row: far ? 0 : row, column: 0 }
    case 'End':
      return { row: far ? last.row : row, column: last.column }
    case 'PageUp':
      return { row: row - size.pageRows, column }
    case 'PageDown':
      return { row: row + size.pageRows, column }
    default:
      return undefined
  }
}

function clamp(value: number, length: number): number {
  return Math.max(0, Math.min(length - 1, value))
}
