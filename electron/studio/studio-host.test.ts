import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claimEnvironment } from '#electron/database/claim-environment.ts'
import { openWorkspace } from '#electron/config/workspace.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { importBook } from '#electron/library/import-book.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { requireNarrator } from '#electron/production/choose-narrator.ts'
import type { StudioEvent } from '#shared/contract/event.ts'
import { prepareWorkspace } from './prepare-workspace.ts'
import { StudioHost } from './studio-host.ts'

const LINES = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((word) => `${word} birds flew over the grey hill.`)
const BOOK = `<html lang="en"><head><title>Birds, by Ann Lee</title></head><body>
<h1>Birds</h1><p>by Ann Lee</p><h2>Chapter I</h2><p>${LINES.join(' ')}</p></body></html>`
let template: string
let root: string
let host: StudioHost
let broadcast: Broadcast
let told: StudioEvent[]

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'e3-host-template-'))
  await prepareWorkspace({ root: template, processEnv: {} })
})
afterAll(() => rm(template, { recursive: true }))

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-host-'))
  await cp(template, root, { recursive: true })
  newHost()
})
afterEach(async () => {
  await host.close()
  await rm(root, { recursive: true, force: true })
})

function newHost() {
  broadcast = new Broadcast(SILENT_LOGGER)
  told = []
  broadcast.subscribe((events) => told.push(...events))
  host = new StudioHost({
    studio: { root, env: 'alpha', processEnv: {} },
    broadcast,
    kind: 'browser',
    version: '1',
    log: SILENT_LOGGER,
  })
}

async function until(holds: () => boolean): Promise<void> {
  if (holds()) return
  await new Promise<void>((resolve) => {
    const stop = broadcast.subscribe(() => {
      if (!holds()) return
      stop()
      resolve()
    })
  })
}

const databaseFile = (env: string) => openWorkspace({ root, env, processEnv: {} }).databaseFile
/** Another studio could work in it. */
const isFree = (env: string) => {
  try {
    claimEnvironment(databaseFile(env)).release()
    return true
  } catch {
    return false
  }
}

describe('the host of a studio', () => {
  it('opens the other environment and lets go of the first', async () => {
    await host.start()
    const { epoch } = host.status()
    expect(await host.switchTo('prod')).toMatchObject({ phase: 'open', env: 'prod', epoch: epoch + 1, failure: null })
    expect(host.current().workspace.env).toBe('prod')
    await host.close()
    expect([isFree('alpha'), isFree('prod')]).toEqual([true, true])
  })

  it.each([
    [
      'configuration',
      () => writeFile(join(root, 'config/global_prod.yaml'), 'comfyui: { timeout_seconds: soon }'),
      'config.invalid',
    ],
    ['database', () => writeFile(databaseFile('prod'), 'no database at all'.repeat(100)), 'database.corrupt'],
  ])('keeps the present environment running when the other has a broken %s', async (_, breakIt, code) => {
    await host.start()
    const before = host.current()
    await breakIt()
    await expect(host.switchTo('prod')).rejects.toMatchObject({ code })
    expect(host.status()).toMatchObject({ phase: 'open', env: 'alpha', failure: null })
    expect(host.current()).toBe(before)
    expect(host.current().database.titles.list()).toEqual([])
    expect(isFree('alpha')).toBe(false)
  })

  it('tells beforehand why the other environment cannot be opened', async () => {
    await host.start()
    expect(host.plan('prod').problem).toBeNull()
    await writeFile(join(root, 'config/global_prod.yaml'), 'comfyui: { timeout_seconds: soon }')
    expect(host.plan('prod').problem).toContain('global_prod.yaml')
  })

  it('does not take an environment that another studio works in, and opens it once it is free', async () => {
    const other = claimEnvironment(databaseFile('alpha'))
    await host.start()
    const failure = { code: 'environment.busy', message: expect.stringContaining('already working') as string }
    expect(host.status()).toMatchObject({ phase: 'closed', env: 'alpha', failure })
    expect(() => host.current()).toThrow('already working')
    expect(host.activity()).toMatchObject({ jobsRunning: 0 })
    await expect(host.reopen()).rejects.toMatchObject({ code: 'environment.busy' })
    expect(host.status()).toMatchObject({ phase: 'closed', failure })

    await writeFile(join(root, 'config/global_prod.yaml'), 'nonsense: [')
    await expect(host.switchTo('prod')).rejects.toMatchObject({ code: 'config.invalid' })
    expect(host.status()).toMatchObject({ phase: 'closed', env: 'alpha', failure })

    other.release()
    expect(await host.reopen()).toMatchObject({ phase: 'open', failure: null })
  })

  it('does as it was asked last when it is asked quickly, and closes what it was opening', async () => {
    await host.start()
    const [there, back] = await Promise.all([host.switchTo('prod'), host.switchTo('alpha')])
    expect([there.env, back.env]).toEqual(['prod', 'alpha'])
    const switching = host.switchTo('prod')
    await host.close()
    await switching
    expect(() => host.current()).toThrow('No environment is open')
    expect([isFree('alpha'), isFree('prod')]).toEqual([true, true])
  })

  it('makes a new workspace usable by opening it', async () => {
    await rm(root, { recursive: true })
    newHost()
    await host.start()
    expect(host.status()).toMatchObject({ phase: 'open', failure: null })
    expect(host.current().database.narrators.list()).not.toEqual([])
  })

  it('stays open when it is opened again with a configuration that is broken by now', async () => {
    await host.start()
    const before = host.current()
    await writeFile(join(root, 'config/global_alpha.yaml'), 'nonsense: [')
    await expect(host.reopen()).rejects.toMatchObject({ code: 'config.invalid' })
    expect(host.current()).toBe(before)
    expect(host.status()).toMatchObject({ phase: 'open', failure: null })
  })

  it('leaves a running production to the next opening, and tells nothing of an environment that is not shown', async () => {
    await host.start()
    const { foundry, database, steering } = host.current()
    const narrator = requireNarrator(database.narrators, 'narrator_001')
    database.narrators.upsert({ ...narrator, parameters: { voice: 'kal16', speed: 1 } })
    const path = join(root, 'birds.html')
    await writeFile(path, BOOK)
    const { bookId } = await importBook({ path, foundry, titles: database.titles, maxChunkCharacters: 40 })
    await steering.start({ bookId, narratorId: 'narrator_001', formats: ['m4b'] })
    await until(() => told.some(({ name }) => name === 'chunk.changed'))
    await host.switchTo('prod')
    const shown = told.length
    await host.switchTo('alpha')
    const between = told.slice(shown).filter(({ name }) => name === 'production.changed')
    expect(between).toEqual([])
    await until(() => host.current().board.list()[0]?.status === 'completed')
    const { log, card } = await host.current().board.details(1)
    expect(card).toMatchObject({ status: 'completed', progress: 1, chunksFailed: 0 })
    const said = log.map(({ message }) => message).reverse()
    expect(said[0]).toMatch(/^Opened: /)
    expect(said).toContain('Started.')
    expect(said).toContain('The studio was closed. It goes on at the next start.')
    expect(said.at(-1)).toMatch(/^Finished: /)
  })
})
