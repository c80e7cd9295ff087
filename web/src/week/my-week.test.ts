import type { Person } from '@w2meet/contract'
import { intervalsOf, weekFromIntervals } from '@w2meet/scheduling'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Draft } from './draft.ts'
import { createMyWeek } from './my-week.ts'
import type { PeopleApi } from './people-api.ts'
import { paintArea } from './week-slots.ts'

const monday9 = weekFromIntervals({ monday: [{ start: '09:00', end: '10:00' }] })
const tuesday9 = weekFromIntervals({ tuesday: [{ start: '09:00', end: '10:00' }] })

/** A shelf of people in memory, that can refuse. */
function createShelf() {
  const people = new Map<string, Draft>()
  const shelf = {
    people,
    failing: false,
    async find(email: string): Promise<Person | undefined> {
      if (shelf.failing) throw new Error('out of reach')
      const kept = people.get(email)
      return kept && ({ ...kept, intervals: intervalsOf(kept.week) } as unknown as Person)
    },
    async save(draft: Draft): Promise<void> {
      if (shelf.failing) throw new Error('out of reach')
      people.set(draft.email, draft)
    },
  } satisfies PeopleApi & Record<string, unknown>
  return shelf
}

function createStorage() {
  const texts = new Map<string, string>()
  return { getItem: (key: string) => texts.get(key) ?? null, setItem: (key: string, text: string) => void texts.set(key, text) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('many changes in a row are saved once, with the last of them', async () => {
  const shelf = createShelf()
  const save = vi.spyOn(shelf, 'save')
  const myWeek = createMyWeek({ api: shelf, storage: createStorage(), timezone: 'UTC' })
  myWeek.enterEmail('Ada@Example.com')
  await vi.runAllTimersAsync()

  for (let day = 0; day < 7; day++) {
    const area = { fromDay: day, toDay: day + 1, fromSlot: 36, toSlot: 40 }
    myWeek.paint(paintArea(myWeek.get().weeks.present, area, true))
  }
  await vi.runAllTimersAsync()

  expect(myWeek.get().save).toBe('saved')
  expect(save).toHaveBeenCalledTimes(1)
  expect(intervalsOf(shelf.people.get('ada@example.com')!.week).sunday).toHaveLength(1)
})

test('what was painted while a save was under way is saved after it', async () => {
  const shelf = createShelf()
  const myWeek = createMyWeek({ api: shelf, storage: createStorage(), timezone: 'UTC' })
  myWeek.enterEmail('ada@example.com')
  await vi.runAllTimersAsync()
  vi.spyOn(shelf, 'save').mockImplementationOnce(async (draft) => {
    shelf.people.set(draft.email, draft)
    myWeek.paint(tuesday9)
  })

  myWeek.paint(monday9)
  await vi.runAllTimersAsync()

  expect(myWeek.get().save).toBe('saved')
  expect(shelf.people.get('ada@example.com')!.week).toEqual(tuesday9)
})

test('a failed save is tried again by itself, and says so until it succeeds', async () => {
  const shelf = createShelf()
  const myWeek = createMyWeek({ api: shelf, storage: createStorage(), timezone: 'UTC' })
  myWeek.enterEmail('ada@example.com')
  await vi.runAllTimersAsync()
  shelf.failing = true

  myWeek.paint(monday9)
  await vi.advanceTimersByTimeAsync(1_000)
  const failed = myWeek.get()
  shelf.failing = false
  await vi.runAllTimersAsync()

  expect(failed).toMatchObject({ save: 'failed', failure: 'out of reach' })
  expect(myWeek.get().save).toBe('saved')
  expect(shelf.people.get('ada@example.com')!.week).toEqual(monday9)
})

test('what was not saved is there after a reload, and is saved then', async () => {
  const [shelf, storage] = [createShelf(), createStorage()]
  const before = createMyWeek({ api: shelf, storage, timezone: 'UTC' })
  before.enterEmail('ada@example.com')
  await vi.runAllTimersAsync()
  shelf.failing = true
  before.paint(monday9)
  vi.clearAllTimers()
  shelf.failing = false

  const after = createMyWeek({ api: shelf, storage, timezone: 'UTC' })
  const shown = after.get().weeks.present
  after.open()
  await vi.runAllTimersAsync()

  expect(shown).toEqual(monday9)
  expect(shelf.people.get('ada@example.com')!.week).toEqual(monday9)
})

test('a week that was painted before its e-mail is entered never replaces another unasked, not even after a reload', async () => {
  const [shelf, storage] = [createShelf(), createStorage()]
  const owner = createMyWeek({ api: shelf, storage: createStorage(), timezone: 'UTC' })
  owner.enterEmail('ada@example.com')
  owner.paint(tuesday9)
  await vi.runAllTimersAsync()

  const first = createMyWeek({ api: shelf, storage, timezone: 'UTC' })
  first.paint(monday9)
  first.enterEmail('ada@example.com')
  await vi.runAllTimersAsync()
  const second = createMyWeek({ api: shelf, storage, timezone: 'UTC' })
  second.open()
  await vi.runAllTimersAsync()
  const kept = shelf.people.get('ada@example.com')!.week
  second.keepMine()
  await vi.runAllTimersAsync()

  expect(second.get().weeks.present).toEqual(monday9)
  expect(kept).toEqual(tuesday9)
  expect(shelf.people.get('ada@example.com')!.week).toEqual(monday9)
})

test('another e-mail does not take over the week of the one before', async () => {
  const shelf = createShelf()
  const myWeek = createMyWeek({ api: shelf, storage: createStorage(), timezone: 'UTC' })
  myWeek.enterEmail('ada@example.com')
  myWeek.paint(monday9)
  await vi.runAllTimersAsync()

  myWeek.enterEmail('bob@example.com')
  await vi.runAllTimersAsync()

  expect(intervalsOf(myWeek.get().weeks.present).monday).toEqual([])
  expect(shelf.people.has('bob@example.com')).toBe(false)
})

test('a draft in a zone that no service takes is saved in one that they take', async () => {
  const [shelf, storage] = [createShelf(), createStorage()]
  const before = createMyWeek({
    api: { ...shelf, save: () => Promise.reject(new Error('refused')) },
    storage,
    timezone: '-03:00',
  })
  before.enterEmail('ada@example.com')
  before.paint(monday9)
  await vi.advanceTimersByTimeAsync(1_000)

  createMyWeek({ api: shelf, storage, timezone: 'UTC' }).open()
  await vi.advanceTimersByTimeAsync(1_000)

  expect(shelf.people.get('ada@example.com')).toMatchObject({ timezone: 'Etc/GMT+3', week: monday9 })
})

test('a zone that the table does not have goes on as UTC, but where the server has it', async () => {
  const shelf = createShelf()
  const open = () => createMyWeek({ api: shelf, storage: createStorage(), timezone: 'Mars/Olympus_Mons' })
  const stored = open()
  stored.enterEmail('eve@example.com')
  stored.paint(monday9)
  await vi.runAllTimersAsync()
  const fresh = open()

  stored.leaveUnknownZone()
  fresh.leaveUnknownZone()

  expect([stored.get().timezone, fresh.get().timezone]).toEqual(['Mars/Olympus_Mons', 'UTC'])
})
