import type { Pool } from '@w2meet/postgres'
import { Redis } from 'ioredis'

type Column = { table_schema: string; table_name: string; column_name: string; data_type: string }

/** The columns that have one of these words, in whatever case, of every table there is and whatever their types: `users.email`. */
export async function tracesInTables(pool: Pick<Pool, 'query'>, words: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<Column>(`
    select table_schema, table_name, column_name, data_type from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema') order by table_name, column_name`)
  const traces: string[] = []
  for (const { table_schema, table_name, column_name, data_type } of rows) {
    const text = data_type === 'bytea' ? `encode("${column_name}", 'escape')` : `"${column_name}"::text`
    const found = await pool.query({
      name: '',
      text: `select from "${table_schema}"."${table_name}"
        where exists (select from unnest($1::text[]) word where strpos(lower(${text}), lower(word)) > 0) limit 1`,
      values: [words],
    })
    if (found.rows.length > 0) traces.push(`${table_name}.${column_name}`)
  }
  return traces
}

/** What each key holds. A value that is no string is an error, so that none is overlooked. */
export async function readRedis(url: string): Promise<{ key: string; value: string }[]> {
  const redis = new Redis(url)
  try {
    const keys = await redis.keys('*')
    return await Promise.all(keys.map(async (key) => ({ key, value: (await redis.get(key)) ?? '' })))
  } finally {
    redis.disconnect()
  }
}
