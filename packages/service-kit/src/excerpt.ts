import { visibleText } from './visible-text.ts'

/** The most characters of a caller's value that a message repeats. */
const MAX_CHARACTERS = 80

export function shortened(text: string): string {
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS - 3)}…`
}

/** The beginning of a value as JSON, for a message, with what would turn or break the message visible. Cost: that of the excerpt, however large the value is. */
export function excerptOf(value: unknown): string {
  return shortened(visibleText(jsonOf(value, MAX_CHARACTERS)))
}

/** A value as JSON; of one that is longer than `most` characters only the beginning. */
function jsonOf(value: unknown, most: number): string {
  if (most <= 0) return ''
  if (typeof value === 'string') return JSON.stringify(value.slice(0, most))
  if (typeof value !== 'object' || value === null) return String(JSON.stringify(value))
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  let text = open!
  for (const [key, part] of partsOf(value)) {
    if (text.length > most) return text
    if (text.length > 1) text += ','
    if (key !== undefined) text += `${jsonOf(key, most)}:`
    text += jsonOf(part, most - text.length)
  }
  return text + close
}

/** The entries of a list or an object one by one, so that a caller who stops early pays for none of the others. */
function* partsOf(value: object): Generator<[key: string | undefined, part: unknown]> {
  if (Array.isArray(value)) for (const part of value) yield [undefined, part]
  else for (const key in value) yield [key, (value as Record<string, unknown>)[key]]
}

/** Whether a value has fewer than `limit` values within it; 64 characters of a string count as one. */
export function isSmallerThan(limit: number, value: unknown): boolean {
  return remaining(limit, value) > 0
}

/** The rest of a limit after a value; 0 or less as soon as the value has used it up. */
function remaining(limit: number, value: unknown): number {
  let left = limit - 1
  if (typeof value === 'string') left -= value.length / 64
  if (typeof value !== 'object' || value === null) return left
  for (const [key = '', part] of partsOf(value)) {
    left = remaining(left - key.length / 64, part)
    if (left <= 0) break
  }
  return left
}
