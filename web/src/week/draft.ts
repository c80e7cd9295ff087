import type { Preference } from '@w2meet/contract'
import { type Week, weekFromBase64, weekToBase64 } from '@w2meet/scheduling'

/**
 * The fields and the week that a person typed and painted. `unsaved`: the server lacks something of it. `seen`: the person has
 * seen the server's week of this e-mail, so that the draft may replace it.
 */
export type Draft = {
  email: string
  name: string
  timezone: string
  preferences: Preference
  week: Week
  unsaved: boolean
  seen: boolean
}

/** Keeps texts beyond a reload: the browser's `localStorage`. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem'>

const KEY = 'w2meet.my-week'

/** Undefined where there is none, or one that cannot be read. */
export function readDraft(storage: DraftStorage): Draft | undefined {
  try {
    const { week, ...rest } = JSON.parse(storage.getItem(KEY) ?? '')
    return { ...rest, week: weekFromBase64(week) }
  } catch {
    return undefined
  }
}

/** Silent where the browser keeps nothing, as in some private windows: the page works without. */
export function writeDraft(storage: DraftStorage, { week, ...rest }: Draft): void {
  try {
    storage.setItem(KEY, JSON.stringify({ ...rest, week: weekToBase64(week) }))
  } catch {}
}
