import type { Preference } from '@w2meet/contract'

/** A person as kept: `week` is 84 bytes, `version` grows with every write for this e-mail, even across erasure. */
export type User = {
  email: string
  name: string | null
  timezone: string
  preferences: Preference
  week: Uint8Array
  version: number
  createdAt: Date
  updatedAt: Date
}

/** The parts of a person that a write gives; the store adds the others. */
export type UserContent = Pick<User, 'email' | 'name' | 'timezone' | 'preferences' | 'week'>
