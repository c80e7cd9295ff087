import type { Generated } from 'kysely'

/** The table that the domain of erasure knows. A row is one pass: the worker forgets a person once, and then once more. */
export type ErasureTables = {
  erasures: {
    id: Generated<string>
    email: string
    case_id: string
    erased_at: Date
    /** When the first pass was done; null while it is to be done. */
    forgotten_at: Generated<Date | null>
  }
}
