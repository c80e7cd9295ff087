import { setImmediate } from 'node:timers/promises'
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

/**
 * Erases everything kept about a person from each domain, part by part, since others wait for what a part holds. The last part
 * holds the person's lock, ends what is left in all domains, and writes down that the person is to be forgotten. An erasure that
 * is interrupted has erased whole parts; asked for again, it goes on.
 */
export function createErasePerson({ database, domains, writeErasure, drawVersion }: Dependencies): ErasePerson {
  async function erasePart(transaction: AnyTransaction, email: string, occasion: Occasion) {
    let erased = 0
    for (const { erase } of domains()) {
      const part = await erase(transaction, email, occasion)
      erased += part.erased
      if (!part.done) return { erased, done: false }
    }
    return { erased, done: true }
  }

  return async (email, occasion) => {
    let erased = 0
    for (;;) {
      const end = await inTransaction(database, async (transaction: AnyTransaction) => {
        const part = await erasePart(transaction, email, occasion)
        erased += part.erased
        if (!part.done) return undefined
        if (erased === 0) return { version: undefined }
        await writeErasure(transaction, email, occasion)
        return { version: await drawVersion(transaction) }
      })
      if (end !== undefined) return end.version
      // PGlite answers without a turn of the event loop: others get theirs between two parts.
      await setImmediate()
    }
  }
}
