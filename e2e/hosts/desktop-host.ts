import { once } from 'node:events'
import { _electron, errors, type ElectronApplication } from '@playwright/test'
import type { Reply } from '#shared/contract/reply.ts'
import { REPOSITORY } from '../runtime/places.ts'
import { findElectron } from '../runtime/programs.ts'
import type { Workspace } from '../workspace.ts'
import type { Host, Watch } from './host.ts'

export interface DesktopHost extends Host {
  electron: ElectronApplication
}

/** It takes one second, on a machine that does much else ten. */
const LAUNCH_WITHIN_MS = 45_000

/** Starts the desktop studio in a workspace. */
export async function startDesktop(workspace: Workspace, watch: Watch): Promise<DesktopHost> {
  const electron = await launch(workspace)
  watch(electron.context())
  const page = await electron.firstWindow()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const child = electron.process()
  return {
    electron,
    page,
    request: (route, input) =>
      page.evaluate(([name, value]) => window.e3?.request(name, value) as Promise<Reply<unknown>>, [
        route,
        input,
      ] as const),
    stop: () => electron.close(),
    kill: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Playwright reads the debugger's address from a line of standard error; a line that another thread cuts is missed. */
async function launch(workspace: Workspace): Promise<ElectronApplication> {
  const options = { ...launchOptions(workspace), timeout: LAUNCH_WITHIN_MS }
  try {
    return await _electron.launch(options)
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error
    return _electron.launch(options)
  }
}

/** How the desktop studio is started, for tests that start it in their own way. */
export function launchOptions(workspace: Workspace): {
  executablePath: string
  args: string[]
  env: Record<string, string>
} {
  const found = findElectron()
  if (found === null) throw new Error('There is no Electron here. Run: npm run test:e2e:prepare')
  return {
    executablePath: found.program,
    // The root user of a test machine has no sandbox; without a language the page's is "c".
    // Only fatal messages: those of a missing D-Bus would mix with the line that Playwright waits for.
    args: ['--no-sandbox', '--lang=en-US', '--log-level=3', REPOSITORY],
    env: {
      ...(process.env as Record<string, string>),
      E3_ENV: 'alpha',
      E3_WORKSPACE: workspace.root,
      E3_USER_DATA: workspace.file('user-data'),
    },
  }
}
