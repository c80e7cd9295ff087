import { changesByFooter } from './posix-rule.ts'

/** What a clock shows: quarter-hours ahead of UTC, and when that changes, in minutes since 1970-01-01T00:00Z. */
export type Clock = { first: number; changes: { minute: number; offset: number }[] }

const HEADER_BYTES = 44

export function isTzif(file: Buffer): boolean {
  return file.toString('latin1', 0, 4) === 'TZif' && file.length > HEADER_BYTES
}

/**
 * The changes of a clock in the years from `firstYear` to `lastYear`, by a compiled file of the IANA time zone database (RFC
 * 9636) of version 2 or later. What changes no offset is left out.
 */
export function readTzif(file: Buffer, { firstYear, lastYear }: { firstYear: number; lastYear: number }): Clock {
  // The first part has times of 32 bits; the second has the same in 64, and the rule of the years after it.
  const second = HEADER_BYTES + sizeOf(file, 0, 4)
  const [, , , times] = countsAt(file, second)
  const timesAt = second + HEADER_BYTES
  const indexesAt = timesAt + times * 8
  const typesAt = indexesAt + times
  const offsetOf = (type: number) => file.readInt32BE(typesAt + type * 6) / 900
  const all = Array.from({ length: times }, (_, index) => ({
    minute: Number(file.readBigInt64BE(timesAt + index * 8)) / 60,
    offset: offsetOf(file[indexesAt + index]!),
  }))
  const footer = file.toString('latin1', second + HEADER_BYTES + sizeOf(file, second, 8)).trim()
  const rules = changesByFooter(footer)
  const last = all.at(-1)?.minute ?? Number.NEGATIVE_INFINITY
  // From the year before, whose last change says what the first year begins with.
  for (let year = firstYear - 1; year <= lastYear; year++) {
    const changes = rules.map((changeOf) => changeOf(year)).sort((a, b) => a.minute - b.minute)
    all.push(...changes.filter(({ minute }) => minute > last))
  }
  return clockBetween(all, offsetOf(0), Date.UTC(firstYear, 0) / 60_000, Date.UTC(lastYear + 1, 0) / 60_000)
}

/** The part of a clock between two minutes since 1970-01-01T00:00Z, half-open. */
export function clockBetween(all: Clock['changes'], first: number, from: number, to: number): Clock {
  const start = all.findLast(({ minute }) => minute <= from)?.offset ?? first
  let offset = start
  const changes: Clock['changes'] = []
  for (const change of all) {
    if (change.minute <= from || change.minute >= to || change.offset === offset) continue
    changes.push(change)
    offset = change.offset
  }
  return { first: start, changes }
}

/** How many there are of: marks of UTC, marks of standard time, leap seconds, changes, types of time, letters of their names. */
function countsAt(file: Buffer, header: number): [number, number, number, number, number, number] {
  const count = (index: number) => file.readUInt32BE(header + 20 + index * 4)
  return [count(0), count(1), count(2), count(3), count(4), count(5)]
}

/** The bytes of the part after a header, where times take so many bytes. */
function sizeOf(file: Buffer, header: number, timeBytes: number): number {
  const [utc, standard, leaps, times, types, letters] = countsAt(file, header)
  return times * (timeBytes + 1) + types * 6 + letters + leaps * (timeBytes + 4) + standard + utc
}
