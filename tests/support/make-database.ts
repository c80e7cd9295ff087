import { existsSync } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDataFolder } from '../../embedded/src/data-folder.ts'

const project = new URL('../../', import.meta.url)
const pglite = await readFile(new URL('node_modules/@electric-sql/pglite/package.json', project), 'utf8')

/** A data folder as the first start of the embedded system makes it, for copies: making one takes seconds. */
export const madeDataFolder = fileURLToPath(new URL(`node_modules/.cache/w2meet/data-${JSON.parse(pglite).version}`, project))

/** Before any test, so that test files that run at once do not each make it. */
export async function setup(): Promise<void> {
  if (existsSync(madeDataFolder)) return
  await mkdir(dirname(madeDataFolder), { recursive: true })
  // The folder gets its name only when it is whole: a run killed here leaves nothing that looks made.
  const making = `${madeDataFolder}.${process.pid}`
  const { close } = await openDataFolder(making, () => {})
  close()
  await rename(making, madeDataFolder)
}
