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

/** Serves a workspace and opens its window in a browser of its own. */
export async function startBrowser(workspace: Workspace, browser: Browser, watch: Watch): Promise<BrowserHost> {
  const { server, url } = await serve(workspace)
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1360, height: 880 } })
  watch(context)
  const page = await context.newPage()
  await page.goto(url)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit')
      server.kill(signal)
      await ended
    }
  }
  return {
    page,
    request: (route, input) => page.evaluate(postRequest, [route, input] as const),
    context,
    origin: new URL(url).origin,
    stop: async () => {
      await context.close()
      await end('SIGINT')
    },
    kill: async () => {
      // The page would complain of a lost connection, and the next studio has another port.
      await context.close()
      await end('SIGKILL')
    },
  }
}

/** Runs in the page. */
async function postRequest([route, input]: readonly [string, unknown]): Promise<Reply<unknown>> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(`/api/${route}`, { method: 'POST', headers, body: JSON.stringify(input) })
  return (await response.json()) as Reply<unknown>
}

async function serve(workspace: Workspace): Promise<{ server: ChildProcess; url: string }> {
  const cli = join(REPOSITORY, 'electron/cli.ts')
  const args = ['serve', '--json', '--port', '0', '--workspace', workspace.root]
  const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, E3_ENV: 'alpha' },
  })
  let [printed, complaints] = ['', '']
  server.stderr.on('data', (text: Buffer) => (complaints += text.toString()))
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout.on('data', (text: Buffer) => {
      printed += text.toString()
      const announced = parseWhole(printed)
      if (announced?.url !== undefined) resolve(announced.url)
    })
    server.once('exit', (code) =>
      reject(new Error(`e3 serve ended with ${code ?? 'a signal'}: ${complaints || printed}`)),
    )
  })
  return { server, url }
}

/** The document once all of it has arrived. */
function parseWhole(text: string): { url?: string } | null {
  try {
    return JSON.parse(text) as { url?: string }
  } catch {
    return null
  }
}
