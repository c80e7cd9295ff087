import { defineConfig } from 'vitest/config'

/** Apart from `npm test`, since it waits until claims of the dead run out, which takes a minute: `npm run test:crash`. */
export default defineConfig({
  test: { include: ['tests/crash/lost-mails.ts'], hookTimeout: 60_000 },
})
