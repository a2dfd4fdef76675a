import { startDisplay } from './runtime/display.ts'
import { makeTemplate } from './workspace.ts'

/** Before all tests: a workspace to copy, and a display for the desktop's windows; returns what ends them. */
export default async function setUp(): Promise<() => Promise<void>> {
  const template = await makeTemplate()
  const display = await startDisplay()
  return async () => {
    display.stop()
    await template.remove()
  }
}
