import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,services,embedded,tests}/**/*.test.ts'],
    globalSetup: 'packages/test-servers/src/install-programs.ts',
    // Half of the tests wait for servers that start, so more files than cores run at once.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['{packages,services,embedded}/*/src/**/*.ts', 'embedded/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text'],
    },
  },
})
