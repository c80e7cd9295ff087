const known = new Map<string, boolean>()

/**
 * Whether this is an IANA zone or link that the runtime knows, in any case of letters. Offsets such as `+05:30`, which
 * ECMA-402 accepts too, are not: they cannot follow daylight saving. Cost: one look-up after the first time.
 */
export function isTimeZone(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    answer = /^[A-Za-z]/.test(name) && canFormat(name)
    if (known.size < 10_000) known.set(name, answer)
  }
  return answer
}

function canFormat(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}
