import { defineConfig } from 'vite'

export default defineConfig({
  base: '/',
  build: {
    target: 'es2024',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // No content within the page or its styles: its Content-Security-Policy forbids data: addresses.
    assetsInlineLimit: 0,
    // The contract is declarations: what the page does not name is left out.
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !/\/(typebox|contract|scheduling)\//.test(id) },
      // React's libraries mark what may run in a browser; here all of it does.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
})
