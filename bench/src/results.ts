import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from './servers.ts'

/** Writes a run's part of bench/results.md in the place of its last one; the parts of other kinds of runs stay. */
export async function saveResults(title: string, sections: readonly string[]): Promise<void> {
  const file = join(repository, 'bench/results.md')
  const parts = (await readFile(file, 'utf8')).split(/^(?=# )/m).map((part) => part.trim())
  const part = [`# ${title}`, ...sections].join('\n\n')
  const index = parts.findIndex((other) => other.startsWith(`# ${title}\n`))
  if (index === -1) parts.push(part)
  else parts[index] = part
  await writeFile(file, `${parts.join('\n\n')}\n`)
}
