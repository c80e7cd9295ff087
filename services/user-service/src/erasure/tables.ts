import type { Generated } from 'kysely'

/** What erasures know of the database. A row is one pass: somebody is forgotten once, and then once more. */
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
