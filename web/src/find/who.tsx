import { strings } from '../strings.ts'
import { type Heat, whoIn } from './heat.ts'

const { find: text } = strings

/** Who is free throughout the slots `[from, to)` of the week, and who is missing; an answer about very many people does not say. */
export function Who({ heat, from, to }: { heat: Heat; from: number; to: number }) {
  const who = whoIn(heat, from, to)
  if (who === undefined) return <p className="quiet">{text.tooManyToName}</p>
  return (
    // Focusable, so that the keyboard scrolls many names too.
    <dl tabIndex={0} aria-label={text.whoLabel}>
      <dt>{text.free}</dt>
      <dd>{who.free.join(', ') || text.nobody}</dd>
      <dt>{text.missing}</dt>
      <dd>{who.missing.join(', ') || text.nobody}</dd>
    </dl>
  )
}
