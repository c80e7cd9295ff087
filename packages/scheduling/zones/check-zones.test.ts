import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createZoneTable } from '../src/zone-table.ts'
import { checkZones } from './check-zones.ts'
import { readTzif } from './tzif.ts'

/** A compiled zone: what is left of a first part, then changes in seconds and offsets by types, and the rule after them. */
function tzif(offsets: readonly number[], changes: readonly [at: string, type: number][], footer: string): Buffer {
  const header = (...counts: number[]) => {
    const bytes = Buffer.alloc(44)
    bytes.write('TZif2')
    for (const [index, count] of counts.entries()) bytes.writeUInt32BE(count, 20 + index * 4)
    return bytes
  }
  const body = Buffer.alloc(changes.length * 9 + offsets.length * 6 + 1)
  for (const [index, [at, type]] of changes.entries()) {
    body.writeBigInt64BE(BigInt(Date.parse(at) / 1_000), index * 8)
    body.writeUInt8(type, changes.length * 8 + index)
  }
  for (const [type, hours] of offsets.entries()) body.writeInt32BE(hours * 3_600, changes.length * 9 + type * 6)
  return Buffer.concat([header(), header(0, 0, 0, changes.length, offsets.length, 1), body, Buffer.from(`\n${footer}\n`)])
}

async function systemOf(files: Record<string, Buffer | string>) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'w2meet-zones-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true })
    await writeFile(join(folder.path, name), content)
  }
  return folder
}

const table = createZoneTable('America/New_York US/Eastern|-20||7.0.420-16 245.0.360-20\nAsia/Kolkata|22||\n')
const newYork = tzif([-5], [], 'EST5EDT,M3.2.0,M11.1.0')
const kolkata = tzif([5.5], [], 'IST-5:30')

test('a system with the same clocks differs in nothing, whatever else its folder holds', async () => {
  await using system = await systemOf({
    'America/New_York': newYork,
    'US/Eastern': newYork,
    'Asia/Kolkata': kolkata,
    'posix/Asia/Kolkata': kolkata,
    Factory: kolkata,
    'zone.tab': 'IN\t+2232+08822\tAsia/Kolkata\n',
    'tzdata.zi': '# version 2026f\n# This zic input file is in the public domain.\n',
  })

  const checked = await checkZones(system.path, table)

  expect(checked).toEqual({ edition: '2026f', zones: 3, differences: [] })
})

test('a clock that differs, a name that is missing, and one that the table lacks are told', async () => {
  const noWinter = tzif([-5, -4], [['2024-03-10T07:00:00Z', 1]], 'EDT4')
  await using system = await systemOf({ 'America/New_York': newYork, 'US/Eastern': noWinter, 'Mars/Olympus_Mons': kolkata })

  const { edition, differences } = await checkZones(system.path, table)

  expect(edition).toBe('unknown')
  expect(differences).toEqual([
    'Mars/Olympus_Mons: the table does not have it.',
    'Asia/Kolkata: the system does not have it.',
    'US/Eastern: from 2024-11-03T06:00Z on the table says UTC-05:00, the system UTC-04:00.',
  ])
})

test('a folder without zones is refused', async () => {
  await using system = await systemOf({ 'zone.tab': '' })

  await expect(checkZones(system.path, table)).rejects.toThrow(/has no time zones; on Debian the package tzdata brings them$/)
})

test('a rule may name hours before midnight and after it', () => {
  const nuuk = tzif([-2], [], '<-02>2<-01>,M3.5.0/-1,M10.5.0/0')
  const cairo = tzif([2], [], 'EET-2EEST,M4.5.5/0,M10.5.4/24')

  const changes = [nuuk, cairo].map((file) => {
    return readTzif(file, { firstYear: 2026, lastYear: 2026 }).changes.map(({ minute, offset }) => {
      return `${new Date(minute * 60_000).toISOString().slice(0, 16)} ${offset}`
    })
  })

  expect(changes).toEqual([
    ['2026-03-29T01:00 -4', '2026-10-25T01:00 -8'],
    ['2026-04-23T22:00 12', '2026-10-29T21:00 8'],
  ])
})
