import { defineConfig } from 'vitest/config'

/** Apart from `npm test`, since it takes one to four minutes, by what is killed when: `npm run test:crash`. */
export default defineConfig({
  test: { include: ['tests/crash/lost-mails.ts'] },
})
