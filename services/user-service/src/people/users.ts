import type { Person, Preference } from '@w2meet/contract'
import {
  type AnyTransaction,
  type Database,
  type EraseFromDomain,
  inTransaction,
  type Keyed,
  lockInOrder,
  onceFor,
  onDatabase,
  probe,
} from '@w2meet/postgres'
import { type Selectable, sql, type Transaction } from 'kysely'
import { personOf } from './person.ts'
import type { PeopleTables } from './tables.ts'
import type { User, UserContent } from './user.ts'

/** A person as the API answers them, with the version for the cache. */
type CreatedUser = { person: Person; version: number }

/** People in PostgreSQL. E-mails are canonical. Every write tells the version it made, for the cache. */
export type Users = {
  /** Answers with the person, or undefined where the e-mail is taken; nothing is changed then. With a key, creates them once. */
  create(content: UserContent, nowMs: number, keyed?: Keyed): Promise<{ answer: CreatedUser | undefined; replayed: boolean }>
  /** Undefined where the e-mail is not known. */
  replace(content: UserContent, nowMs: number): Promise<User | undefined>
  /** The people known among those asked for, in no order. Cost: one statement. */
  findAll(emails: readonly string[]): Promise<User[]>
  /** Rejects where people can be neither read nor written. */
  ping(): Promise<void>
}

export function createUsers(database: Database): Users {
  const { pool } = database

  /**
   * Writers of one e-mail take turns from before they draw a version until they commit, so versions order them. A row
   * lock would not do: an insertion that waits for an erasure has drawn its version already.
   */
  function inTurn<T>(email: string, work: (transaction: Transaction<PeopleTables>) => Promise<T>): Promise<T> {
    return inTransaction(database, async (transaction: Transaction<PeopleTables>) => {
      await lockInOrder(transaction, [email])
      return work(transaction)
    })
  }

  async function insert(transaction: Transaction<PeopleTables>, content: UserContent, now: Date) {
    await lockInOrder(transaction, [content.email])
    const row = await transaction
      .insertInto('users')
      .values({ ...content, version: nextVersion, created_at: now, updated_at: now })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returningAll()
      .executeTakeFirst()
    return row && { person: personOf(userOf(row)), version: Number(row.version) }
  }

  return {
    create: (content, nowMs, keyed) =>
      inTransaction(database, (transaction: Transaction<PeopleTables>) =>
        onceFor(transaction, keyed, nowMs, () => insert(transaction, content, new Date(nowMs)), isCreated),
      ),

    replace: ({ email, ...content }, nowMs) =>
      inTurn(email, async (transaction) => {
        const row = await transaction
          .updateTable('users')
          .set({ ...content, version: nextVersion, updated_at: new Date(nowMs) })
          .where('email', '=', email)
          .returningAll()
          .executeTakeFirst()
        return row && userOf(row)
      }),

    findAll: (emails) =>
      onDatabase(async () => {
        const statement = { name: 'find-users', text: 'select * from users where email = any($1)', values: [emails] }
        const { rows } = await pool.query<Row>(statement)
        return rows.map(userOf)
      }),

    ping: () => probe(database),
  }
}

/** Removes the person, whose e-mail must be locked; returns how many rows there were. */
export const removeUser: EraseFromDomain = async (transaction: Transaction<PeopleTables>, email) => {
  const { numDeletedRows } = await transaction.deleteFrom('users').where('email', '=', email).executeTakeFirstOrThrow()
  return { erased: Number(numDeletedRows), done: true }
}

/** The version of a write that leaves no row, under the lock of its e-mail. */
export async function drawVersion(transaction: AnyTransaction): Promise<number> {
  const { rows } = await sql<{ version: string }>`select ${nextVersion} as version`.execute(transaction)
  return Number(rows[0]!.version)
}

const isCreated = (answer: CreatedUser | undefined) => answer !== undefined

type Row = Selectable<PeopleTables['users']>

const nextVersion = sql<number>`nextval('user_versions')`

function userOf({ email, name, timezone, preferences, week, version, created_at, updated_at }: Row): User {
  return {
    email,
    name,
    timezone,
    preferences: preferences as Preference,
    week,
    version: Number(version),
    createdAt: created_at,
    updatedAt: updated_at,
  }
}
