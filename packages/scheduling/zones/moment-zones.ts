import { createRequire } from 'node:module'

/** When the clocks of one or more names change; as `Zone` of the table, without a limit of years. */
export type ZoneHistory = { names: string[]; first: number; changes: { minute: number; offset: number }[] }
export type ZoneEdition = { edition: string; packageVersion: string; zones: ZoneHistory[] }

const require = createRequire(import.meta.url)

/** All zones as the pinned package moment-timezone has them. Only its data is read. */
export function readMomentZones(): ZoneEdition {
  const { version, zones, links } = require('moment-timezone/data/packed/latest.json')
  const { version: packageVersion } = require('moment-timezone/package.json')
  const histories = new Map((zones as string[]).map((packed) => [packed.slice(0, packed.indexOf('|')), readPacked(packed)]))
  for (const link of links as string[]) {
    const [name, other] = link.split('|') as [string, string]
    histories.get(name)!.names.push(other)
  }
  return { edition: version, packageVersion, zones: [...histories.values()] }
}

/** `name|abbreviations|offsets|which of them, one after the other|minutes between|population`: numbers to the base of 60. */
function readPacked(packed: string): ZoneHistory {
  const [name, , offsetList, order, minuteList] = packed.split('|') as [string, string, string, string, string]
  const offsets = offsetList.split(' ').map((minutesBehind) => (0 - readBase60(minutesBehind)) / 15)
  const [first, ...later] = [...order].map((digit) => offsets[readDigit(digit)]!)
  let exactMinute = 0
  const minutes = minuteList.split(' ').map((since) => (exactMinute += readBase60(since)))
  const changes: ZoneHistory['changes'] = []
  for (const [index, offset] of later.entries()) {
    // Fractions of 60 add up to almost whole minutes.
    const minute = Math.round(minutes[index]! * 1_000) / 1_000
    if (offset !== (changes.at(-1)?.offset ?? first)) changes.push({ minute, offset })
  }
  return { names: [name], first: first!, changes }
}

function readBase60(text: string): number {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  let value = 0
  for (const digit of whole) value = value * 60 + readDigit(digit)
  for (const [index, digit] of [...fraction].entries()) value += readDigit(digit) / 60 ** (index + 1)
  return text.startsWith('-') ? -value : value
}

/** 0 to 9, a to z, A to X. */
function readDigit(digit: string): number {
  const value = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX'.indexOf(digit)
  if (value < 0) throw new Error(`"${digit}" is no digit to the base of 60; has the form of moment-timezone's data changed?`)
  return value
}
