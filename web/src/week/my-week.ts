import { canonicalEmail } from '@w2meet/contract'
import { type Week, weekFromIntervals } from '@w2meet/scheduling'
import type { DraftStorage } from './draft.ts'
import { redo, startHistory, step, undo } from './history.ts'
import { createMyWeekStore, type MyWeekState } from './my-week-store.ts'
import type { PeopleApi } from './people-api.ts'
import { sameWeek } from './week-slots.ts'
import { createWeekSync } from './week-sync.ts'

export type MyWeek = ReturnType<typeof createMyWeek>

type Dependencies = { api: PeopleApi; storage: DraftStorage; timezone: string }

/** How long nothing has to change before it is saved. */
const QUIET_MS = 500

/**
 * A person's own week: what is painted is in the browser's storage at once, and on the server a moment later. Nothing of
 * it is given up when a save fails.
 */
export function createMyWeek({ api, storage, timezone }: Dependencies) {
  const store = createMyWeekStore(storage, timezone)
  const sync = createWeekSync(api, store)

  /** A change by the person: kept at once, saved soon. */
  function edit(change: Partial<MyWeekState>): void {
    store.unsaved = true
    const { email, save } = store.get()
    store.set({ ...change, save: email === '' ? 'draft' : save === 'loading' ? 'loading' : 'waiting' })
    store.keep()
    sync.soon(QUIET_MS)
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    /** Reads the server's week, or brings it what an earlier visit left. */
    open: sync.now,
    enterEmail(given: string): void {
      const before = store.get()
      const email = canonicalEmail(given.trim())
      if (email === before.email) return
      // A week that is saved is its owner's; only what is nobody's yet goes on under the new e-mail.
      const isSomebodys = before.email !== '' && !store.unsaved
      store.set({
        email,
        other: undefined,
        ...(isSomebodys ? { name: '', preferences: 'first', weeks: startHistory(weekFromIntervals({})) } : {}),
        save: email === '' ? 'draft' : 'loading',
      })
      store.keep()
      sync.now()
    },
    enterName: (name: string) => edit({ name }),
    chooseZone: (timezone: string) => edit({ timezone }),
    /** A zone that the table does not have goes on as UTC, since saving it would be refused; not one that the server has. */
    leaveUnknownZone(): void {
      if (store.unsaved) edit({ timezone: 'UTC' })
      else if (store.get().save !== 'saved') store.set({ timezone: 'UTC' })
    },
    /** A new week, of which the one before can be had back. */
    paint(week: Week): void {
      const { weeks } = store.get()
      if (!sameWeek(week, weeks.present)) edit({ weeks: step(weeks, week) })
    },
    undo: () => edit({ weeks: undo(store.get().weeks) }),
    redo: () => edit({ weeks: redo(store.get().weeks) }),
    /** Decides between what was painted here and what the server has. */
    keepMine(): void {
      store.set({ other: undefined })
      edit({})
    },
    takeTheirs(): void {
      const { other } = store.get()
      if (other !== undefined) sync.adopt(other)
    },
    retry: sync.now,
  }
}
