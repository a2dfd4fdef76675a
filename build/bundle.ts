import { rename, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = `${root}/dist`
/** A build that fails leaves the one before it whole. */
const part = `${root}/dist.${process.pid}.part`

/** Native modules and packages that bring files of their own stay beside the bundle. */
const EXTERNAL = [
  'electron',
  'better-sqlite3',
  '@resvg/resvg-js',
  '@ffmpeg-installer/ffmpeg',
  '@ffprobe-installer/ffprobe',
]

const common: InlineConfig = { configFile: false, logLevel: 'warn' }

/** The window's page; Electron 25, which runs the tests where no other is to be had, is Chromium 114. */
const page: InlineConfig = {
  ...common,
  root: `${root}/renderer`,
  base: './',
  plugins: [react(), tailwind()],
  build: {
    outDir: `${part}/renderer`,
    target: 'chrome114',
    assetsInlineLimit: 0,
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
  },
}

/** One file for Electron's Node, which is 18 in the tests: `dist/electron/<name>.cjs`. */
function program(name: string, entry: string): InlineConfig {
  return {
    ...common,
    root,
    build: {
      ssr: entry,
      outDir: `${part}/electron`,
      emptyOutDir: false,
      target: 'node18',
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false } },
    },
    ssr: { noExternal: true, external: EXTERNAL },
  }
}

try {
  await Promise.all([
    build(page),
    build(program('main', 'electron/main.ts')),
    build(program('preload', 'electron/preload.ts')),
    build(program('parse-worker', 'electron/library/parse-worker.ts')),
    build(program('job-file-worker', 'electron/comfyui/job-files/job-file-worker.ts')),
    build(program('job-folder-worker', 'electron/comfyui/job-files/job-folder-worker.ts')),
    build(program('engine-worker', 'electron/engine/workers/engine-worker.ts')),
    build(program('measure-worker', 'electron/audio/measuring/measure-worker.ts')),
    build(program('health-worker', 'electron/studio/health-worker.ts')),
    build(program('drawing-worker', 'electron/audio/video/drawing-worker.ts')),
  ])
  await rm(target, { recursive: true, force: true })
  await rename(part, target)
} finally {
  await rm(part, { recursive: true, force: true })
}
