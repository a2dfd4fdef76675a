import { defineConfig } from '@playwright/test'
import type { HostOptions } from './fixtures.ts'

export default defineConfig<object, HostOptions>({
  testDir: './specs',
  outputDir: './output/results',
  globalSetup: './global-setup.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  // A whole production takes some seconds, on a machine that does much else a minute.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['html', { outputFolder: './output/report', open: 'never' }]],
  // No recordVideo: without Playwright's own ffmpeg it hangs the page.
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', hostKind: 'browser' },
  projects: [
    { name: 'browser', use: { hostKind: 'browser' }, testIgnore: 'desktop/**' },
    { name: 'desktop', use: { hostKind: 'desktop' }, testIgnore: 'browser/**' },
  ],
})
