import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { APP_DIR } from '#electron/config/app-files.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { initWorkspace } from './init-workspace.ts'
import { openLiveStudio, type LiveStudio } from './live-studio.ts'

const PARAGRAPH = '<p>The rain fell on the old town all night, and in the morning the river stood at the mill.</p>'
const SMALL_BOOK = `<title>Rain</title><h1>Rain</h1>${['I', 'II', 'III'].map((number) => `<h2>${number}</h2>${PARAGRAPH.repeat(9)}`).join('')}`

let root = ''
let studio: LiveStudio
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-stop-'))
  await initWorkspace({ root, bundledDir: APP_DIR, processEnv: {} })
  studio = await openLiveStudio({ root, env: 'alpha', processEnv: {} }, new Broadcast(SILENT_LOGGER))
})
afterEach(async () => {
  await studio.close()
  await rm(root, { recursive: true, force: true })
})

it('lets a title go in the middle of its production, and come back to be finished', async () => {
  const { shelf, imports, steering, database, foundry } = studio
  await imports.addBytes('small.html', new TextEncoder().encode(SMALL_BOOK))
  const [{ bookId } = { bookId: '' }] = shelf.cards()
  const { id } = await steering.start({ bookId, narratorId: null, formats: ['m4b'] })
  await vi.waitFor(() => expect(database.chunks.counts(id).done).toBeGreaterThan(0), 60_000)

  await shelf.remove(bookId)
  expect(database.productions.get(id)?.status).toBe('paused')
  expect(database.jobs.list({ productionId: id, status: 'processing' })).toEqual([])
  expect(existsSync(foundry.bookDir(bookId))).toBe(false)
  expect(studio.board.list()).toEqual([])

  expect(await shelf.restore(bookId)).toMatchObject({ production: { status: 'paused' }, troubles: 0 })
  expect(database.chunks.counts(id).done).toBeGreaterThan(0)
  steering.steer(id, 'resume')
  await vi.waitFor(() => expect(database.productions.get(id)?.status).toBe('completed'), 90_000)
  expect(existsSync(join(foundry.trashDir, bookId))).toBe(false)
  expect((await shelf.files(bookId)).map(({ kind }) => kind)).toEqual(['source', 'm4b', 'cover'])
  expect(database.titles.card(bookId)).toMatchObject({ stage: 'readyToRelease', troubles: 0 })
})
