import { defineConfig } from 'vitest/config'

/** What opens neither server nor process, most of it pure: a worker's modules serve one file after another. */
const pure = ['packages/{contract,icalendar,scheduling,service-kit}/**/*.test.ts']
/** What happens within milliseconds of a kill or a freeze, under load: these want the machine to themselves. */
const alone = [
  'tests/failure/**/*.test.ts',
  '**/{redis,postgres}-failures.test.ts',
  '**/{redis-cache,cache-race,booking-races}.test.ts',
  'services/worker-service/test/stopping.test.ts',
]
const browser = ['tests/browser/**/*.test.ts']
/** Minutes each, by a command of their own; a slice of each is among the others. */
const abuse = ['tests/abuse/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: pure, isolate: false, maxWorkers: 3, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['{packages,services,embedded,operator,web,tests}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...pure, ...alone, ...browser, ...abuse],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: browser,
          globalSetup: ['tests/browser/system.ts'],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
    globalSetup: [
      'packages/test-servers/src/install-programs.ts',
      'tests/support/build-page.ts',
      'tests/support/make-database.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['{packages,services}/*/src/**/*.ts', '{embedded,operator}/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text'],
    },
  },
})
