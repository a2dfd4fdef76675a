import { join } from 'node:path'
import { test as base, expect, type Browser, type Page } from '@playwright/test'
import { startBrowser } from './hosts/browser-host.ts'
import { startDesktop } from './hosts/desktop-host.ts'
import { findChromium } from './runtime/programs.ts'
import { StudioUnderTest } from './studio-under-test.ts'
import { OUTPUT, Workspace } from './workspace.ts'

/** Set by the project that a spec runs in. */
export interface HostOptions {
  hostKind: 'browser' | 'desktop'
}

interface WorkerFixtures extends HostOptions {
  /** Shared by the tests of a worker, each with a context of its own; null for the desktop. */
  chromium: Browser | null
}

interface Fixtures {
  /** The test's own workspace, empty but for the narrators; fill it before the studio starts. */
  workspace: Workspace
  /** The studio in this project's host, started when a test first asks for it. */
  studio: StudioUnderTest
  /** The window; after `studio.restart()` use what that returns. */
  page: Page
  /** Keeps a picture of the window beside the results. */
  keepPicture: (name: string) => Promise<void>
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  hostKind: ['browser', { option: true, scope: 'worker' }],
  // The desktop's specs need none.
  chromium: [
    async ({ hostKind, playwright, launchOptions }, use) => {
      const browser = hostKind === 'browser' ? await playwright.chromium.launch(launchOptions) : null
      await use(browser)
      await browser?.close()
    },
    { scope: 'worker' },
  ],

  launchOptions: { executablePath: findChromium() ?? '', args: ['--no-sandbox'] },

  workspace: async ({ hostKind }, use, testInfo) => {
    const workspace = await Workspace.make()
    await use(workspace)
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach(`${hostKind} log`, { body: await workspace.log(), contentType: 'text/plain' })
    }
    await workspace.remove()
  },

  studio: async ({ workspace, chromium }, use) => {
    const studio = new StudioUnderTest((watch) =>
      chromium === null ? startDesktop(workspace, watch) : startBrowser(workspace, chromium, watch),
    )
    try {
      await studio.start()
      await use(studio)
    } finally {
      await studio.stop()
    }
    expect(studio.problems, 'errors in the window').toEqual([])
    expect(studio.unexpected(await workspace.bugs()), 'bugs in the log').toEqual([])
  },

  page: async ({ studio }, use) => use(studio.page),

  keepPicture: async ({ studio, hostKind }, use) =>
    use(async (name) => {
      await studio.page.screenshot({ path: join(OUTPUT, 'screens', hostKind, `${name}.png`) })
    }),
})

export { expect }
