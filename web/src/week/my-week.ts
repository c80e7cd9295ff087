import { canonicalEmail, type Person } from '@w2meet/contract'
import { type Week, weekFromIntervals } from '@w2meet/scheduling'
import { isTemporary } from '../is-temporary.ts'
import { type Draft, type DraftStorage, readDraft, writeDraft } from './draft.ts'
import { type History, redo, startHistory, step, undo } from './history.ts'
import type { PeopleApi } from './people-api.ts'
import { isEmptyWeek, sameWeek } from './week-slots.ts'

/** `draft`: kept in this browser alone, for want of an e-mail. */
type SaveState = 'empty' | 'draft' | 'loading' | 'waiting' | 'saving' | 'saved' | 'failed'

export type MyWeekState = {
  email: string
  name: string
  timezone: string
  preferences: Draft['preferences']
  weeks: History<Week>
  save: SaveState
  /** Why it failed, for a person. */
  failure?: string
  /** What the server has under this e-mail, where that is not what was painted here. */
  other?: Person
}

export type MyWeek = ReturnType<typeof createMyWeek>

type Dependencies = { api: PeopleApi; storage: DraftStorage; timezone: string }

/** How long nothing has to change before it is saved. */
const QUIET_MS = 500
const RETRY_MS = [2_000, 5_000, 15_000, 60_000]

/**
 * A person's own week: what is painted is in the browser's storage at once, and on the server a moment later. Nothing of
 * it is given up when a save fails: it is tried again until it succeeds.
 */
export function createMyWeek({ api, storage, timezone }: Dependencies) {
  const draft = readDraft(storage)
  let state: MyWeekState = {
    email: draft?.email ?? '',
    name: draft?.name ?? '',
    timezone: draft?.timezone ?? timezone,
    preferences: draft?.preferences ?? 'first',
    weeks: startHistory(draft?.week ?? weekFromIntervals({})),
    save: draft === undefined ? 'empty' : draft.email === '' ? 'draft' : draft.unsaved ? 'waiting' : 'saved',
  }
  let unsaved = draft?.unsaved ?? false
  /** The e-mail of which the server's week has been seen, so that it can be replaced. */
  let seen = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempts = 0
  let busy = false
  const listeners = new Set<() => void>()

  function set(change: Partial<MyWeekState>): void {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  const draftOf = ({ email, name, timezone, preferences, weeks, other }: MyWeekState): Draft => ({
    email,
    name,
    timezone,
    preferences,
    week: weeks.present,
    unsaved,
    seen: seen === email && other === undefined,
  })

  /** A change by the person: kept at once, saved soon. */
  function edit(change: Partial<MyWeekState>): void {
    unsaved = true
    set({ ...change, save: state.email === '' ? 'draft' : state.save === 'loading' ? 'loading' : 'waiting' })
    writeDraft(storage, draftOf(state))
    attempts = 0
    saveAfter(QUIET_MS)
  }

  function saveAfter(delayMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void synchronize(), delayMs)
  }

  /** Brings the server what it does not have; asks first what it has. */
  async function synchronize(): Promise<void> {
    clearTimeout(timer)
    if (busy || state.email === '' || state.other !== undefined) return
    busy = true
    const { email } = state
    try {
      if (seen !== email) await load(email)
      else if (unsaved) await save()
    } catch (error) {
      if (state.email === email) set({ save: 'failed', failure: (error as Error).message })
      if (isTemporary(error)) saveAfter(RETRY_MS[Math.min(attempts++, RETRY_MS.length - 1)]!)
    } finally {
      busy = false
    }
    if (state.save !== 'failed' && state.other === undefined && (seen !== state.email || unsaved)) saveAfter(0)
  }

  async function load(email: string): Promise<void> {
    set({ save: 'loading', failure: undefined })
    const person = await api.find(email)
    if (state.email !== email) return
    seen = email
    const mine = state.weeks.present
    const theirs = weekFromIntervals(person?.intervals ?? {})
    if (person === undefined) set({ save: unsaved ? 'waiting' : 'empty' })
    else if (!unsaved || isEmptyWeek(mine)) adopt(person)
    else if (isEmptyWeek(theirs) || sameWeek(theirs, mine)) set({ save: 'waiting' })
    else set({ other: person, save: 'waiting' })
    if (unsaved) writeDraft(storage, draftOf(state))
  }

  async function save(): Promise<void> {
    const sent = draftOf(state)
    set({ save: 'saving', failure: undefined })
    await api.save(sent)
    attempts = 0
    const now = draftOf(state)
    // What was changed while this was under way is not there yet.
    unsaved = (Object.keys(sent) as (keyof Draft)[]).some((key) => sent[key] !== now[key])
    writeDraft(storage, draftOf(state))
    set({ save: unsaved ? 'waiting' : 'saved' })
  }

  function adopt(person: Person): void {
    unsaved = false
    set({
      name: person.name ?? '',
      timezone: person.timezone,
      preferences: person.preferences,
      weeks: startHistory(weekFromIntervals(person.intervals)),
      save: 'saved',
      other: undefined,
    })
    writeDraft(storage, draftOf(state))
  }

  return {
    get: (): MyWeekState => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Reads the server's week, or brings it what an earlier visit left. */
    open(): void {
      // What an earlier visit painted over what the server had was meant to replace it.
      if (unsaved && draft?.seen) seen = state.email
      void synchronize()
    },
    enterEmail(given: string): void {
      const email = canonicalEmail(given.trim())
      if (email === state.email) return
      // A week that is saved is its owner's; only what is nobody's yet goes on under the new e-mail.
      const isSomebodys = state.email !== '' && !unsaved
      set({
        email,
        other: undefined,
        ...(isSomebodys ? { name: '', preferences: 'first', weeks: startHistory(weekFromIntervals({})) } : {}),
        save: email === '' ? 'draft' : 'loading',
      })
      writeDraft(storage, draftOf(state))
      attempts = 0
      void synchronize()
    },
    enterName: (name: string) => edit({ name }),
    chooseZone: (timezone: string) => edit({ timezone }),
    /** A new week, of which the one before can be had back. */
    paint(week: Week): void {
      if (!sameWeek(week, state.weeks.present)) edit({ weeks: step(state.weeks, week) })
    },
    undo: () => edit({ weeks: undo(state.weeks) }),
    redo: () => edit({ weeks: redo(state.weeks) }),
    /** Decides between what was painted here and what the server has. */
    keepMine(): void {
      set({ other: undefined })
      edit({})
    },
    takeTheirs(): void {
      if (state.other !== undefined) adopt(state.other)
    },
    retry(): void {
      attempts = 0
      void synchronize()
    },
  }
}
