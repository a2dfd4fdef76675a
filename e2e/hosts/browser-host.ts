import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, BrowserContext } from '@playwright/test'
import type { Reply } from '#shared/contract/reply.ts'
import { REPOSITORY } from '../runtime/places.ts'
import type { Workspace } from '../workspace.ts'
import type { Host, Watch } from './host.ts'

export interface BrowserHost extends Host {
  context: BrowserContext
  /** Without a token. */
  origin: string
}

/** Serves a workspace and opens its window in a browser context of its own. */
export async function startBrowser(workspace: Workspace, browser: Browser, watch: Watch): Promise<BrowserHost> {
  const server = serve(workspace)
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1360, height: 880 } })
  // The page goes first: it would complain of a lost connection, and the next studio has another port.
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await context.close()
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  try {
    watch(context)
    const page = await context.newPage()
    const url = await announcedAddress(server)
    await page.goto(url)
    return {
      page,
      context,
      origin: new URL(url).origin,
      request: (route, input) => page.evaluate(postRequest, [route, input] as const),
      stop: () => end('SIGINT'),
      kill: () => end('SIGKILL'),
    }
  } catch (error) {
    await end('SIGKILL')
    throw error
  }
}

/** Runs in the page. */
async function postRequest([route, input]: readonly [string, unknown]): Promise<Reply<unknown>> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(`/api/${route}`, { method: 'POST', headers, body: JSON.stringify(input) })
  return (await response.json()) as Reply<unknown>
}

function serve(workspace: Workspace): ChildProcess {
  const cli = join(REPOSITORY, 'electron/cli.ts')
  const args = ['serve', '--json', '--port', '0', '--workspace', workspace.root]
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, E3_ENV: 'alpha' },
  })
}

/** What `--json` prints as soon as the studio listens. */
function announcedAddress(server: ChildProcess): Promise<string> {
  let [printed, complaints] = ['', '']
  server.stderr?.on('data', (text: Buffer) => (complaints += text.toString()))
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', (text: Buffer) => {
      printed += text.toString()
      const url = parseWhole(printed)?.url
      if (url !== undefined) resolve(url)
    })
    server.once('exit', (code) =>
      reject(new Error(`e3 serve ended with ${code ?? 'a signal'}: ${complaints || printed}`)),
    )
  })
}

/** The document once all of it has arrived. */
function parseWhole(text: string): { url?: string } | null {
  try {
    return JSON.parse(text) as { url?: string }
  } catch {
    return null
  }
}
