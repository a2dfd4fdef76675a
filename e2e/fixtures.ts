import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { startBrowser } from './hosts/browser-host.ts'
import { startDesktop } from './hosts/desktop-host.ts'
import { findChromium } from './runtime/programs.ts'
import { StudioUnderTest } from './studio-under-test.ts'
import { OUTPUT, Workspace } from './workspace.ts'

/** Set by the project that a spec runs in. */
export interface HostOptions {
  hostKind: 'browser' | 'desktop'
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

export const test = base.extend<Fixtures & HostOptions>({
  hostKind: ['browser', { option: true }],
  launchOptions: { executablePath: findChromium() ?? '', args: ['--no-sandbox'] },

  workspace: async ({ hostKind }, use, testInfo) => {
    const workspace = await Workspace.make()
    await use(workspace)
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach(`${hostKind} log`, { body: await workspace.log(), contentType: 'text/plain' })
    }
    await workspace.remove()
  },

  studio: async ({ hostKind, workspace, playwright, launchOptions }, use) => {
    const browser = hostKind === 'browser' ? await playwright.chromium.launch(launchOptions) : null
    const studio = new StudioUnderTest((watch) =>
      browser === null ? startDesktop(workspace, watch) : startBrowser(workspace, browser, watch),
    )
    try {
      await studio.start()
      await use(studio)
    } finally {
      await studio.stop()
      await browser?.close()
    }
    expect(studio.problems, 'errors in the window').toEqual([])
  },

  page: async ({ studio }, use) => use(studio.page),

  keepPicture: async ({ studio, hostKind }, use) =>
    use(async (name) => {
      await studio.page.screenshot({ path: join(OUTPUT, 'screens', hostKind, `${name}.png`) })
    }),
})

export { expect }
