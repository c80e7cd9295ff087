import { type AnyTransaction, type Database, type Domain, inTransaction, type Occasion } from '@w2meet/postgres'

/** Returns the version of the erasure, for the cache; undefined where nothing was kept about this person. */
export type ErasePerson = (email: string, occasion: Occasion) => Promise<number | undefined>

type Dependencies = {
  database: Database
  /** In the order in which changes take hold of rows; the first locks the person's e-mail. */
  domains: () => readonly Pick<Domain, 'erase'>[]
  writeErasure: (transaction: AnyTransaction, email: string, occasion: Occasion) => Promise<void>
  drawVersion: (transaction: AnyTransaction) => Promise<number>
}

/** Erases everything kept about a person from each domain, in one transaction, and writes down that they are to be forgotten. */
export function createErasePerson({ database, domains, writeErasure, drawVersion }: Dependencies): ErasePerson {
  async function eraseOnce(
    transaction: AnyTransaction,
    email: string,
    occasion: Occasion,
  ): Promise<number | undefined | 'again'> {
    let erased = 0
    for (const { erase } of domains()) {
      const count = await erase(transaction, email, occasion)
      if (count === 'again') return 'again'
      erased += count
    }
    if (erased === 0) return undefined
    await writeErasure(transaction, email, occasion)
    return drawVersion(transaction)
  }

  return async (email, occasion) => {
    for (;;) {
      const version = await inTransaction(database, (transaction: AnyTransaction) => eraseOnce(transaction, email, occasion))
      if (version !== 'again') return version
    }
  }
}
