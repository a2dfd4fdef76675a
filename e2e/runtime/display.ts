import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

/** Starts an X server of its own on a free number and names it in `DISPLAY`; does nothing where there is a screen. */
export async function startDisplay(): Promise<{ stop(): void }> {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return { stop: () => undefined }
  // The server picks the number and writes it to descriptor 3.
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const numbers = server.stdio[3] as Readable
  const failed = once(server, 'exit').then(() =>
    Promise.reject(new Error('Xvfb did not start. Run: npm run test:e2e:prepare')),
  )
  const [number] = (await Promise.race([once(numbers, 'data'), failed])) as [Buffer]
  failed.catch(() => undefined)
  process.env['DISPLAY'] = `:${number.toString().trim()}`
  return { stop: () => void server.kill() }
}
