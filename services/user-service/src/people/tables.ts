/** The table that the domain of people knows. */
export type PeopleTables = {
  users: {
    email: string
    name: string | null
    timezone: string
    preferences: string
    week: Uint8Array
    /** A bigint; `pg` gives it as a string. */
    version: string | number
    created_at: Date
    updated_at: Date
  }
}
