import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** Replays recorded transcripts against the built-in engine and against the client: `npm run fidelity -- FOLDER`. */
function runFidelity(folder: string | undefined): number {
  if (folder === undefined || !existsSync(folder)) {
    process.stderr.write('Name the folder of the recorded transcripts: npm run fidelity -- FOLDER\n')
    return 2
  }
  const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const suites = ['electron/engine/fidelity', 'electron/comfyui/client/fidelity']
  const env = { ...process.env, E3_CAPTURES: path.resolve(folder) }
  return spawnSync(process.execPath, [vitest, 'run', ...suites], { env, stdio: 'inherit' }).status ?? 1
}

process.exitCode = runFidelity(process.argv[2])
