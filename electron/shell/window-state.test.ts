import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWindowState, writeWindowState } from './window-state.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-window-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('remembers how the window was left', async () => {
  const state = { bounds: { x: -5, y: 20, width: 1000, height: 700 }, isMaximized: true }
  await writeWindowState(join(dir, 'window.json'), state)
  expect(readWindowState(join(dir, 'window.json'))).toEqual(state)
})

test.each(['', '{', 'null', '{"bounds":{"x":1e99,"y":0,"width":1,"height":1},"isMaximized":false}'])(
  'opens as if for the first time when the file holds %j',
  async (content) => {
    await writeFile(join(dir, 'window.json'), content)
    expect(readWindowState(join(dir, 'window.json'))).toBeNull()
  },
)
