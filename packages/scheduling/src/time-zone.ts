const known = new Map<string, boolean>()

/**
 * Whether this is an IANA zone or link that the runtime knows, in any case of letters. Offsets such as `+05:30`, which
 * ECMA-402 accepts too, are not: they cannot follow daylight saving. Nor are ICU's own names, such as `PST`, with which
 * Temporal cannot compute. Cost: one look-up after the first time.
 */
export function isTimeZone(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    answer = /^[A-Za-z]/.test(name) && canCompute(name)
    if (known.size < 10_000) known.set(name, answer)
  }
  return answer
}

function canCompute(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone)
    return true
  } catch {
    return false
  }
}
