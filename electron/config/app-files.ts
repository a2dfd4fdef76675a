import { fileURLToPath } from 'node:url'

/**
 * The application's own folder: the repository, or what the packager made of it.
 *
 * This file lies two folders below it, and so does `dist/electron/main.cjs` that it is bundled into.
 */
export const APP_DIR = fileURLToPath(new URL('../..', import.meta.url))

const isBundled = import.meta.url.endsWith('.cjs')

/** A file or folder that comes with the application, by its path in the repository. */
export function appFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

const WORKERS = {
  'parse-worker': 'electron/library/parse-worker.ts',
  'job-file-worker': 'electron/comfyui/job-files/job-file-worker.ts',
  'job-folder-worker': 'electron/comfyui/job-files/job-folder-worker.ts',
  'engine-worker': 'electron/engine/workers/engine-worker.ts',
  'measure-worker': 'electron/audio/measuring/measure-worker.ts',
  'health-worker': 'electron/studio/health-worker.ts',
  'drawing-worker': 'electron/audio/video/drawing-worker.ts',
} as const

/** What a worker thread is started with: its source, or its bundle beside ours. */
export function workerFile(name: keyof typeof WORKERS): string {
  return appFile(isBundled ? `dist/electron/${name}.cjs` : WORKERS[name])
}
