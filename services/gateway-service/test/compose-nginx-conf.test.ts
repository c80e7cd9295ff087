import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { composeNginxConf } from '../src/compose-nginx-conf.ts'

test('nginx.conf is what the route table makes of it; where it is not, run: npm run nginx-conf', async () => {
  const checkedIn = await readFile(new URL('../nginx.conf', import.meta.url), 'utf8')

  expect(checkedIn).toBe(composeNginxConf())
})
