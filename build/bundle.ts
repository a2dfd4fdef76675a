import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Native modules and packages that bring files of their own stay beside the bundle. */
const EXTERNAL = [
  'electron',
  'better-sqlite3',
  '@resvg/resvg-js',
  '@ffmpeg-installer/ffmpeg',
  '@ffprobe-installer/ffprobe',
]

/** The window's page; Electron 25, which runs the tests where no other is to be had, is Chromium 114. */
const page: InlineConfig = {
  root: `${root}/renderer`,
  base: './',
  configFile: false,
  logLevel: 'warn',
  plugins: [react(), tailwind()],
  build: { outDir: `${root}/dist/renderer`, emptyOutDir: true, target: 'chrome114', assetsInlineLimit: 0 },
}

/** One file for Electron's Node, which is 18 in the tests: `dist/electron/<name>.cjs`. */
function program(name: string, entry: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    // Two of them would otherwise empty the folder under each other.
    build: {
      ssr: entry,
      outDir: `${root}/dist/electron`,
      emptyOutDir: false,
      target: 'node18',
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false } },
    },
    ssr: { noExternal: true, external: EXTERNAL },
  }
}

await Promise.all([
  build(page),
  build(program('main', 'electron/main.ts')),
  build(program('preload', 'electron/preload.ts')),
  build(program('parse-worker', 'electron/library/parse-worker.ts')),
  build(program('engine-worker', 'electron/engine/workers/engine-worker.ts')),
])
