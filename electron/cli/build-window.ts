import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { appFile } from '#electron/config/app-files.ts'

/**
 * In the repository: builds the window when it is missing or older than its sources. An installed studio brings its own.
 *
 * A build that fails is told on `stderr`; what was built before is used then.
 */
export async function buildWindow(stderr: NodeJS.WriteStream): Promise<void> {
  const script = appFile('build/ensure-built.ts')
  if (!existsSync(script)) return
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number | null]>])
  if (code !== 0) stderr.write(`${said.trim()}\nThe window could not be built; what was built before is used.\n`)
}
