/** The most names that a sentence writes out. */
const MAX_NAMES = 3

/** "a", "a and b", "a, b and c", "a, b, c and 4 more". */
export function listNames(names: readonly string[]): string {
  const more = names.length - MAX_NAMES
  const parts = more > 0 ? [...names.slice(0, MAX_NAMES), `${more} more`] : names
  return [parts.slice(0, -1).join(', '), parts.at(-1)].filter(Boolean).join(' and ')
}
