import { defineConfig } from 'vite'
import page from '../vite.config.ts'

/** What the gateway's page for replies takes from here: its times, by the zone table. A file of its own, named without a hash. */
export default defineConfig({
  publicDir: false,
  build: {
    ...page.build,
    outDir: '../dist/reply',
    emptyOutDir: false,
    lib: { entry: '../src/reply-time.ts', formats: ['es'], fileName: () => 'time.js' },
  },
})
