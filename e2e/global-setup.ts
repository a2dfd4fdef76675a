import { rm } from 'node:fs/promises'
import { startDisplay } from './runtime/display.ts'
import { makeTemplate, OUTPUT, TEMPLATE } from './workspace.ts'

/** Before all tests: a workspace to copy, and a display for the desktop's windows; returns what ends it. */
export default async function setUp(): Promise<() => Promise<void>> {
  await rm(`${OUTPUT}/screens`, { recursive: true, force: true })
  const display = await startDisplay()
  await makeTemplate()
  return async () => {
    display.stop()
    await rm(TEMPLATE, { recursive: true, force: true })
  }
}
