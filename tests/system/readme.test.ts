import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderWithDatabase, startEmbedded } from '../support/embedded-process.ts'
import { commandsIn, withoutChance } from '../support/readme.ts'

const markdown = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
const run = promisify(execFile)

let folder: Awaited<ReturnType<typeof folderWithDatabase>>
let url: string
beforeAll(async () => {
  folder = await folderWithDatabase()
  url = await startEmbedded({ W2MEET_DATA_DIR: folder.path }).ready()
})
afterAll(() => folder.remove())

test.each(commandsIn(markdown))('the README shows what $command answers', async ({ command, output }) => {
  const { stdout } = await run('bash', ['-c', command.replaceAll('http://127.0.0.1:8080', url)])

  expect(withoutChance(stdout.trim())).toBe(withoutChance(output))
})
