import { defineConfig } from 'vitest/config'

/** Apart from `npm test`, which has a slice of each suite, since these tests take minutes: `npm run test:abuse`. */
export default defineConfig({
  test: {
    include: ['tests/abuse/**/*.test.ts'],
    globalSetup: [
      'packages/test-servers/src/install-programs.ts',
      'tests/support/build-page.ts',
      'tests/support/make-database.ts',
    ],
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
