import { createHash } from 'node:crypto'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const localeFile = /\/intl\/(?:[a-z]+\/)?[a-z]{2}-[A-Z]{2}\.mjs$/
const keptLocale = /\/(?:zh-CN|en-US)\.mjs$/

/** React Aria ships its few words in thirty languages; the pages speak one, and fall back to a second. */
function oneLanguage(): Plugin {
  return {
    name: 'one-language',
    apply: 'build',
    enforce: 'pre',
    // As a filter, which the bundler applies itself: to ask us about each of 1,600 files takes long.
    load: {
      filter: { id: { include: localeFile, exclude: keptLocale } },
      handler: () => 'export default {}',
    },
  }
}

/**
 * Writes the build id into `<meta name="build">`: BUILD_ID, or a hash of the emitted file names, which
 * are themselves hashes of their content. The bundle and the server both read it from there.
 */
function buildId(): Plugin {
  return {
    name: 'build-id',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const hash = createHash('sha256')
        for (const name of Object.keys(bundle ?? {}).sort()) hash.update(name)
        const id = process.env['BUILD_ID'] ?? (bundle ? hash.digest('hex').slice(0, 16) : 'dev')
        return html.replace('%BUILD_ID%', id)
      },
    },
  }
}

export default defineConfig(({ command }) => ({
  define: {
    __KIT__: command === 'serve' || process.env['VITE_KIT'] === '1',
    // While pages are being written, one that is kept would only be old.
    __KEEP_VERIFY__: command === 'build',
  },
  resolve: {
    // What the shim stands in for, React has had since 18.
    alias: {
      'use-sync-external-store/shim/with-selector': 'use-sync-external-store/with-selector',
    },
  },
  plugins: [react(), oneLanguage(), buildId()],
  build: {
    target: ['chrome87', 'safari14', 'firefox91'],
    cssTarget: ['chrome87', 'safari14', 'firefox91'],
    manifest: true,
    // It would compress every file once more, only to print a size.
    reportCompressedSize: false,
    // Browsers without modulepreload load the same files a little later; the fill-in costs all of them.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // The first load names every later chunk: a word more in each name is weight for all.
        chunkFileNames: 'assets/[hash].js',
        codeSplitting: {
          // One file compresses better than thirty: what every page needs, and what the home page adds.
          groups: [
            { name: 'start', tags: ['$initial'], priority: 2 },
            { name: 'home', test: /\/src\/insight\/home-public\.tsx$/, priority: 1 },
          ],
        },
      },
    },
    // A data URL would need its own permission in the content security policy.
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The server compares the page's origin with the host that was asked: it must see the page's own.
    proxy: {
      '/api': { target: process.env['API_URL'] ?? 'http://127.0.0.1:3000', changeOrigin: false },
    },
  },
}))
