import { createUser, getUser, type Person, Problem, replaceUser } from '@w2meet/contract'
import { intervalsOf } from '@w2meet/scheduling'
import { call } from '../api.ts'
import type { Draft } from './draft.ts'

/** Where weeks are kept. Both throw a Problem. */
export type PeopleApi = {
  /** Undefined: nobody is known by this e-mail. */
  find(email: string): Promise<Person | undefined>
  /** Stores the person, known or not. */
  save(draft: Draft): Promise<void>
}

export const peopleApi: PeopleApi = {
  async find(email) {
    return call(getUser, { params: { email } }).catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return undefined
      throw error
    })
  },

  async save({ email, name, timezone, preferences, week }) {
    const body = { name, timezone, preferences, intervals: intervalsOf(week) }
    try {
      await call(replaceUser, { params: { email }, body })
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) throw error
      await call(createUser, { headers: {}, body: { email, ...body } })
    }
  },
}
