import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Cheap phones keep the web view they came with: nothing newer than Chrome 87 is taken for granted.
export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome87',
    // The policy of the host forbids what stands in the page or a data address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
