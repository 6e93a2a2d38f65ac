import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * Writes each text file of the build once more, compressed: the relay serves what the browser
 * takes. It reads the files as they were written, after every other plugin had its say.
 */
function brotli(): Plugin {
  return {
    name: 'brotli',
    apply: 'build',
    writeBundle(options, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|mjs|css|svg|json)$/.test(name)) continue
        const path = join(options.dir ?? 'dist', name)
        const bytes = readFileSync(path)
        if (bytes.length < 1024) continue
        const params = { [constants.BROTLI_PARAM_QUALITY]: 10 }
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }))
      }
    },
  }
}

export default defineConfig({
  base: '/console/',
  plugins: [react(), brotli()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // Nothing is put into the page or a data address: the policy would forbid it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
})
