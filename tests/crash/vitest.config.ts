import { defineConfig } from 'vitest/config'

/** Apart from `npm test`, since these tests wait until claims of dead workers run out, a minute: `npm run test:crash`. */
export default defineConfig({
  test: { include: ['tests/crash/lost-mails.ts'], hookTimeout: 60_000 },
})
