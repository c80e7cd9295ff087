import { existsSync } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openEmbeddedDatabase } from '../../embedded/src/open-database.ts'

const project = new URL('../../', import.meta.url)
const pglite = await readFile(new URL('node_modules/@electric-sql/pglite/package.json', project), 'utf8')

/** An empty database as the first start of the embedded system makes it, for copies: making one takes seconds. */
export const madeDatabase = fileURLToPath(new URL(`node_modules/.cache/w2meet/pglite-${JSON.parse(pglite).version}`, project))

/** Before any test, so that test files that run at once do not each make it. */
export async function setup(): Promise<void> {
  if (existsSync(madeDatabase)) return
  await mkdir(dirname(madeDatabase), { recursive: true })
  // Under its name only when it is whole: whoever is killed here leaves nothing that looks made.
  const making = `${madeDatabase}.${process.pid}`
  const { close } = await openEmbeddedDatabase(making, () => {})
  await close()
  await rename(making, madeDatabase)
}
