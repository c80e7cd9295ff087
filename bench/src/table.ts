export type Table = { title: string; note: string; head: readonly string[]; rows: readonly (readonly string[])[] }

/** The table in Markdown, padded so that a terminal shows it straight too. The first column is text, the others figures. */
export function formatTable({ title, note, head, rows }: Table): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = line(widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)))
  return [`## ${title}`, note, '', line(head), rule, ...rows.map(line)].join('\n')
}
