import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { commandsIn } from '../support/readme.ts'
import type { ComposeProject } from './compose-project.ts'

const operations = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8')

/** The commands that docs/operations.md shows under a heading. */
function commandsUnder(heading: string): string {
  const [, section = ''] = operations.split(`\n### ${heading}\n`)
  return commandsIn(section.split('\n## ')[0]!.split('\n### ')[0]!)
    .map(({ command }) => command)
    .join('\n')
}

/** This suite runs last, since it puts the database back. */
export function describeBackup(open: () => ComposeProject): void {
  test('a lost volume of PostgreSQL is made good from a dump, and the cache forgets rows that it got since', async () => {
    const { url, compose, shell } = open()
    const api = createApi(url)
    const person = { email: 'kept@example.com', availabilities: { monday: [9] } }
    await api.post('/api/users', person)
    const asDumped = (await api.get('/api/users/kept@example.com')).body
    await shell(commandsUnder('Backup'))
    await api.put('/api/users/kept@example.com', { ...person, availabilities: { friday: [15] } })
    await api.get('/api/users/kept@example.com')

    await compose('rm', '--stop', '--force', 'postgres')
    await shell('docker volume rm "$COMPOSE_PROJECT_NAME"_postgres')
    await shell(commandsUnder('Restore'))

    const { status, body } = await api.get('/api/users/kept@example.com')
    expect([status, body]).toEqual([200, asDumped])
    const written = await api.put('/api/users/kept@example.com', { ...person, availabilities: { sunday: [8] } })
    expect((await api.get('/api/users/kept@example.com')).body).toEqual(written.body)
  }, 180_000)
}
