import type { Transaction } from 'kysely'
import type { Occasion } from '../mails/announce.ts'
import { type Database, inTransaction } from '../postgres/database.ts'
import type { Tables } from '../postgres/tables.ts'
import { writeErasure } from './erasures.ts'

/** The version of the erasure, for the cache; undefined where nothing is kept about this person. */
export type ErasePerson = (email: string, occasion: Occasion) => Promise<number | undefined>

/**
 * Erases a person from one room, in the transaction of the erasure. Returns how much there was, or "again" where the room did
 * not get hold of all that must be held before the person's lock; then the erasure begins anew.
 */
type EraseFromRoom = (transaction: Transaction<Tables>, email: string, occasion: Occasion) => Promise<number | 'again'>

/** Erases everything kept about a person: from each room, in the order in which changes take hold of rows. */
export function createErasePerson({
  database,
  rooms,
  drawVersion,
}: {
  database: Database
  /** The first locks the person's e-mail. */
  rooms: readonly EraseFromRoom[]
  drawVersion: (transaction: Transaction<Tables>) => Promise<number>
}): ErasePerson {
  async function eraseOnce(
    transaction: Transaction<Tables>,
    email: string,
    occasion: Occasion,
  ): Promise<number | undefined | 'again'> {
    let erased = 0
    for (const eraseFromRoom of rooms) {
      const count = await eraseFromRoom(transaction, email, occasion)
      if (count === 'again') return 'again'
      erased += count
    }
    if (erased === 0) return undefined
    await writeErasure(transaction, email, occasion)
    return drawVersion(transaction)
  }

  return async (email, occasion) => {
    for (;;) {
      const version = await inTransaction(database, (transaction) => eraseOnce(transaction, email, occasion))
      if (version !== 'again') return version
    }
  }
}
