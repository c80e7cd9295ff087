import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createZoneTable } from '../src/zone-table.ts'
import { makeZones, zoneFiles } from './make-zones.ts'
import { readMomentZones } from './moment-zones.ts'
import { writeZones } from './write-zones.ts'

const moment = readMomentZones()
const minuteOf = (year: number, month: number) => Date.UTC(year, month) / 60_000

test.for([...zoneFiles(moment)])('%s is what the pinned package gives', async ([file, content]) => {
  expect(await readFile(file, 'utf8')).toBe(content)
})

test.for([1980, 2024])('the table from %i on gives back every change of every zone until 2100', (firstYear) => {
  const [from, to] = [minuteOf(firstYear - 1, 11), minuteOf(2100, 0)]

  const table = createZoneTable(writeZones(moment, firstYear))

  for (const { names, first, changes } of moment.zones) {
    const asked = changes.filter(({ minute }) => minute >= from && minute < to)
    const before = changes.findLast(({ minute }) => minute < from)?.offset ?? first
    for (const name of names) {
      const zone = table.find(name)!
      const read = [...zone.changes].map((minute, index) => ({ minute, offset: zone.offsets[index + 1] }))
      expect([name, read.filter(({ minute }) => minute >= from && minute < to)]).toEqual([name, asked])
      expect([name, read.findLast(({ minute }) => minute < from)?.offset ?? zone.offsets[0]]).toEqual([name, before])
    }
  }
})

test('a clock that is not whole quarter-hours from UTC is refused with its name', () => {
  const write = () => writeZones({ ...moment, zones: [{ names: ['Mars/Olympus_Mons'], first: 0.5, changes: [] }] }, 1980)

  expect(write).toThrow(/^Mars\/Olympus_Mons is 0.5 quarter-hours ahead of UTC/)
})

test('a name by which people may be stored is not lost', async () => {
  const zones = moment.zones.filter(({ names }) => !names.includes('Asia/Kathmandu'))

  await expect(makeZones({ ...moment, zones })).rejects.toThrow('The package no longer has Asia/Kathmandu, Asia/Katmandu, by')
})
