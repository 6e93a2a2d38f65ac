import { brotliCompressSync, constants } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Writes each text file of the build once more, compressed: the relay serves what the browser takes. */
function brotli(): Plugin {
  return {
    name: 'brotli',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        const source = file.type === 'chunk' ? file.code : file.source
        const bytes = Buffer.from(source)
        if (bytes.length < 1024 || !/\.(js|mjs|css|svg|json)$/.test(name)) continue
        const small = brotliCompressSync(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 10 },
        })
        this.emitFile({ type: 'asset', fileName: `${name}.br`, source: small })
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
