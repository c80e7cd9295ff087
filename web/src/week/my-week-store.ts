import type { Person } from '@w2meet/contract'
import { type Week, weekFromIntervals } from '@w2meet/scheduling'
import { readableZone } from '../time/device-zone.ts'
import { type Draft, type DraftStorage, readDraft, writeDraft } from './draft.ts'
import { type History, startHistory } from './history.ts'

/** `draft`: kept in this browser alone, for want of an e-mail. */
type SaveState = 'empty' | 'draft' | 'loading' | 'waiting' | 'saving' | 'saved' | 'failed'

export type MyWeekState = {
  email: string
  name: string
  timezone: string
  preferences: Draft['preferences']
  weeks: History<Week>
  save: SaveState
  /** Why saving failed, for a person. */
  failure?: string
  /** The server's week of this e-mail, where it differs from the one painted here. */
  other?: Person
}

export type MyWeekStore = ReturnType<typeof createMyWeekStore>

/** The state that the page shows, begun with what an earlier visit left in this browser. */
export function createMyWeekStore(storage: DraftStorage, timezone: string) {
  const draft = readDraft(storage)
  let state = startState(draft, timezone)
  const listeners = new Set<() => void>()

  const store = {
    /** Whether the server lacks something of the state. */
    unsaved: draft?.unsaved ?? false,
    /**
     * The e-mail of which the server's week has been seen, so that this one may replace it. What an earlier visit painted over
     * the server's week was meant to replace it.
     */
    seen: draft?.unsaved && draft.seen ? draft.email : '',
    get: (): MyWeekState => state,
    set(change: Partial<MyWeekState>): void {
      state = { ...state, ...change }
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    draft(): Draft {
      const { email, name, timezone, preferences, weeks, other } = state
      const seen = store.seen === email && other === undefined
      return { email, name, timezone, preferences, week: weeks.present, unsaved: store.unsaved, seen }
    },
    /** Writes the state into the browser's storage. */
    keep: (): void => writeDraft(storage, store.draft()),
  }
  return store
}

function startState(draft: Draft | undefined, timezone: string): MyWeekState {
  return {
    email: draft?.email ?? '',
    name: draft?.name ?? '',
    // A draft of an earlier page may name an offset, which no server takes.
    timezone: draft === undefined ? timezone : readableZone(draft.timezone).zone,
    preferences: draft?.preferences ?? 'first',
    weeks: startHistory(draft?.week ?? weekFromIntervals({})),
    save: draft === undefined ? 'empty' : draft.email === '' ? 'draft' : draft.unsaved ? 'waiting' : 'saved',
  }
}
