import { canonicalEmail } from '@w2meet/contract'
import { type Database, type Domain, domain, inTransaction, type Outbox, onDatabase } from '@w2meet/postgres'
import { type Caller, type Clock, coalesce } from '@w2meet/service-kit'
import type { Generated, Kysely, Transaction } from 'kysely'
import { bookmarkOperations } from './operations.ts'

type BookmarkTables = { bookmarks: { id: Generated<string>; owner: string; url: string; is_open: boolean } }
/** What the table says, to whomever it may be shown. */
type Bookmark = { owner: string; url: string; is_open: boolean }

const BOOKMARK_JOB = 'bookmark'

export function createBookmarksDomain({ database, outbox, clock }: { database: Database; outbox: Outbox; clock: Clock }): Domain {
  const queries: Kysely<BookmarkTables> = database.queries

  /** One statement for all who ask together: it answers facts, and knows no caller. */
  const find = coalesce(
    async (owners: readonly string[]) => {
      const wanted = queries.selectFrom('bookmarks').select(['owner', 'url', 'is_open']).where('owner', 'in', owners)
      const found = Map.groupBy(await wanted.orderBy('id').execute(), ({ owner }) => owner)
      return owners.map((owner): Bookmark[] => found.get(owner) ?? [])
    },
    { mostAtOnce: 100, bytesOf: (owner) => owner.length },
  )

  return domain({
    name: 'bookmarks',
    operations: bookmarkOperations,
    handlers: {
      async keepBookmark({ params, body }, { caseId }) {
        const owner = canonicalEmail(params.email)
        await inTransaction(database, async (transaction: Transaction<BookmarkTables>) => {
          const row = { owner, ...body }
          const { id } = await transaction.insertInto('bookmarks').values(row).returning('id').executeTakeFirstOrThrow()
          const nowMs = clock.nowMs()
          await outbox.write(transaction, [{ kind: BOOKMARK_JOB, reference: id, dueAt: new Date(nowMs), caseId }], nowMs)
        })
        return body
      },

      async listBookmarks({ params }, { caseIds, caller }) {
        const bookmarks = await onDatabase(() => find({ asked: canonicalEmail(params.email), caseIds }))
        return { urls: bookmarks.filter((bookmark) => maySee(caller, bookmark)).map(({ url }) => url) }
      },
    },
    migrations: { '9000-bookmarks': new URL('9000-bookmarks.sql', import.meta.url) },
    jobs: [BOOKMARK_JOB],
    async erase(transaction: Transaction<BookmarkTables>, email) {
      const erased = await transaction.deleteFrom('bookmarks').where('owner', '=', email).returning('id').execute()
      const references = erased.map(({ id }) => id)
      await outbox.settle(transaction, BOOKMARK_JOB, references)
      return { erased: erased.length, done: true }
    },
    export: async (email) => ({
      bookmarks: await queries.selectFrom('bookmarks').select(['url', 'is_open']).where('owner', '=', email).execute(),
    }),
    health: {},
  })
}

const maySee = (caller: Caller, { owner, is_open }: Bookmark) => is_open || (caller.kind === 'person' && caller.email === owner)
