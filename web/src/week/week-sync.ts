import type { Person } from '@w2meet/contract'
import { weekFromIntervals } from '@w2meet/scheduling'
import { isTemporary } from '../is-temporary.ts'
import type { Draft } from './draft.ts'
import { startHistory } from './history.ts'
import type { MyWeekStore } from './my-week-store.ts'
import type { PeopleApi } from './people-api.ts'
import { isEmptyWeek, sameWeek } from './week-slots.ts'

const RETRY_MS = [2_000, 5_000, 15_000, 60_000]

/** Brings the server what it lacks of the state, and asks first what it has. A save that fails is tried again until it succeeds. */
export function createWeekSync(api: PeopleApi, store: MyWeekStore) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempts = 0
  let busy = false

  function syncAfter(delayMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void synchronize(), delayMs)
  }

  async function synchronize(): Promise<void> {
    clearTimeout(timer)
    const { email, other } = store.get()
    if (busy || email === '' || other !== undefined) return
    busy = true
    try {
      if (store.seen !== email) await load(email)
      else if (store.unsaved) await save()
    } catch (error) {
      if (store.get().email === email) store.set({ save: 'failed', failure: (error as Error).message })
      if (isTemporary(error)) syncAfter(RETRY_MS[Math.min(attempts++, RETRY_MS.length - 1)]!)
    } finally {
      busy = false
    }
    const now = store.get()
    if (now.save !== 'failed' && now.other === undefined && (store.seen !== now.email || store.unsaved)) syncAfter(0)
  }

  async function load(email: string): Promise<void> {
    store.set({ save: 'loading', failure: undefined })
    const person = await api.find(email)
    if (store.get().email !== email) return
    store.seen = email
    const mine = store.get().weeks.present
    const theirs = weekFromIntervals(person?.intervals ?? {})
    if (person === undefined) store.set({ save: store.unsaved ? 'waiting' : 'empty' })
    else if (!store.unsaved || isEmptyWeek(mine)) adopt(person)
    else if (isEmptyWeek(theirs) || sameWeek(theirs, mine)) store.set({ save: 'waiting' })
    else store.set({ other: person, save: 'waiting' })
    if (store.unsaved) store.keep()
  }

  async function save(): Promise<void> {
    const sent = store.draft()
    store.set({ save: 'saving', failure: undefined })
    await api.save(sent)
    attempts = 0
    const now = store.draft()
    // The person may have changed something while the save was under way; the server does not have that yet.
    store.unsaved = (Object.keys(sent) as (keyof Draft)[]).some((key) => sent[key] !== now[key])
    store.keep()
    store.set({ save: store.unsaved ? 'waiting' : 'saved' })
  }

  /** Shows the server's week instead of what was painted here. */
  function adopt({ name, timezone, preferences, intervals }: Person): void {
    store.unsaved = false
    const weeks = startHistory(weekFromIntervals(intervals))
    store.set({ name: name ?? '', timezone, preferences, weeks, save: 'saved', other: undefined })
    store.keep()
  }

  return {
    adopt,
    /** Synchronizes after a delay, with all attempts before it. */
    soon(delayMs: number): void {
      attempts = 0
      syncAfter(delayMs)
    },
    now(): void {
      attempts = 0
      void synchronize()
    },
  }
}
