import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'

const pixels = z.int().min(-100_000).max(100_000)
const WindowState = z.object({
  bounds: z.object({ x: pixels, y: pixels, width: pixels.positive(), height: pixels.positive() }),
  isMaximized: z.boolean(),
})

/** How the window was left. */
export type WindowState = z.infer<typeof WindowState>

/** Null the first time, and when the file is not what it should be: a window then opens as if for the first time. */
export function readWindowState(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

export function writeWindowState(file: string, state: WindowState): Promise<void> {
  return writeFileAtomic(file, JSON.stringify(state))
}
