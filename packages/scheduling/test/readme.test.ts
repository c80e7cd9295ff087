import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const folder = new URL('..', import.meta.url)

test('the example of the README prints what the README says', async () => {
  const markdown = await readFile(new URL('README.md', folder), 'utf8')
  const [, example = '', shown] = /^```ts\n(.*?)^```.*?^```\n(.*?)^```/ms.exec(markdown) ?? []

  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', example], {
    cwd: folder,
  })

  expect(stdout).toBe(shown)
})
