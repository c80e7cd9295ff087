import { defineConfig } from 'vitest/config'

/** Apart from `npm test`, since these tests need Docker: `npm run test:compose`. */
export default defineConfig({
  test: { include: ['tests/compose/compose.ts'], testTimeout: 30_000 },
})
