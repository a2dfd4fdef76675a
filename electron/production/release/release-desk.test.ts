import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importBook } from '#electron/library/import-book.ts'
import { openStudio, openWorkingStudio, type WorkingStudio } from '#electron/studio/open-studio.ts'
import { prepareWorkspace } from '#electron/studio/prepare-workspace.ts'
import type { ReleaseCard } from '#shared/models/release.ts'
import { ReleaseDesk, type ReleaseId } from './release-desk.ts'

const BOOK = `<html lang="en"><head><title>Two Walks, by Ann Lee</title></head><body>
<h1>Two Walks</h1><p>by Ann Lee</p>
<h2>Chapter I. The Hill</h2><p>On the hill we counted seven white birds in the rain. Then it was dark.</p>
<h2>Chapter II. The Sea</h2><p>By the grey sea we saw nobody at all, and no boat. So we went home.</p>
</body></html>`
const NEVER = new AbortController().signal

let template: string
let root: string
let studio: WorkingStudio
let desk: ReleaseDesk
let told: ReleaseCard[]
/** Called with each card that is told. */
let hear: (card: ReleaseCard) => void

/** A workspace with a short book that was produced. */
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'e3-release-template-'))
  await prepareWorkspace({ root: template, processEnv: {} })
  const book = join(template, 'walks.html')
  await writeFile(book, BOOK)
  const shelf = await openStudio({ root: template, processEnv: {}, access: 'write' })
  const { database, foundry } = shelf
  const narrator = database.narrators.get('narrator_001')
  if (narrator === null) throw new Error('A new workspace has no narrators')
  database.narrators.upsert({ ...narrator, parameters: { voice: 'kal16', speed: 1 } })
  await importBook({ path: book, foundry, titles: database.titles, maxChunkCharacters: 500 })
  await shelf.close()
  const working = await openWorkingStudio({ root: template, processEnv: {} })
  await produce(working)
  await working.close()
})
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-release-'))
  await cp(template, root, { recursive: true })
  studio = await openWorkingStudio({ root, processEnv: {} })
  told = []
  hear = () => undefined
  const tell = (card: ReleaseCard): void => {
    told.push(card)
    hear(card)
  }
  desk = new ReleaseDesk({ ...studio, processEnv: {}, tell })
})
afterEach(async () => {
  await desk.close()
  await studio.close()
  await rm(root, { recursive: true, force: true })
})
afterAll(() => rm(template, { recursive: true, force: true }))

async function produce({ producer, database }: WorkingStudio): Promise<void> {
  const bookId = database.titles.list()[0]?.bookId ?? ''
  const { id } = producer.open({ bookId, narratorId: null, formats: ['m4b'] })
  const { status } = await producer.run(id, { signal: NEVER })
  expect(status).toBe('completed')
}

const idOf = (profileId: string): ReleaseId => ({
  productionId: studio.database.productions.list({})[0]?.id ?? 0,
  profileId,
})
async function cardOf(profileId: string): Promise<ReleaseCard | undefined> {
  const bookId = studio.database.titles.list()[0]?.bookId ?? ''
  return (await desk.list(bookId)).find((card) => card.profileId === profileId)
}
/** Waits until the card of a release is told in this state. */
function until(profileId: string, state: ReleaseCard['state']): Promise<ReleaseCard> {
  return new Promise((resolve) => {
    hear = (card) => {
      if (card.profileId === profileId && card.state === state) resolve(card)
    }
  })
}
async function contents(dir: string): Promise<Map<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const found = new Map<string, string>()
  for (const entry of entries.filter((each) => each.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    found.set(entry.name, (await readFile(join(entry.parentPath, entry.name))).toString('base64'))
  }
  return found
}

describe('a release', () => {
  it('is built, measured and passed, and says nothing of when and where that was', async () => {
    expect(await cardOf('acx')).toMatchObject({ state: 'none', verdict: null, files: 0, error: null })
    const ready = until('acx', 'ready')
    expect(await desk.build(idOf('acx'))).toMatchObject({ state: 'building' })
    const card = await ready
    expect(card).toMatchObject({ verdict: 'pass', failedChecks: 0, activity: null, policy: { light: 'red' } })
    expect(told.some(({ state, activity }) => state === 'building' && activity === 'Measuring')).toBe(true)

    const report = await desk.report(idOf('acx'))
    expect(report?.rows.map(({ title }) => title)).toEqual([
      ...['Opening Credits', 'Chapter I. The Hill', 'Chapter II. The Sea', 'Closing Credits', 'Retail Sample'],
    ])
    const files = await desk.files(idOf('acx'))
    expect(files.map(({ kind }) => kind)).toEqual(['mp3', 'mp3', 'mp3', 'mp3', 'mp3', 'cover', 'report'])
    const dir = desk.folder(idOf('acx'))
    expect((await readdir(dir)).sort()).toEqual(
      [...files.map(({ file }) => file), 'manifest.json', 'report.json'].sort(),
    )
    for (const name of ['manifest.json', 'report.json', 'report.html']) {
      const text = await readFile(join(dir, name), 'utf8')
      expect(text).not.toContain(root)
      expect(text).not.toContain(tmpdir())
      expect(text).not.toMatch(/\d\d:\d\d:\d\d|T\d\d:/)
    }
    const [first] = files
    expect(await desk.find(idOf('acx'), first?.file ?? '')).toMatchObject({ path: join(dir, first?.file ?? '') })
    expect(await desk.find(idOf('acx'), '../../../metadata.json')).toBeNull()

    const before = await contents(dir)
    const times = await Promise.all(files.map(async ({ file }) => (await stat(join(dir, file))).mtimeMs))
    expect((await desk.plan(idOf('acx'))).files).toEqual([])
    await desk.run(idOf('acx'))
    expect(await contents(dir)).toEqual(before)
    const again = await Promise.all(files.map(async ({ file }) => (await stat(join(dir, file))).mtimeMs))
    expect(again.slice(0, -1)).toEqual(times.slice(0, -1))
  })

  it('is outdated when the title is called otherwise, wants new credits, and has nothing of the old name then', async () => {
    await desk.run(idOf('listener'))
    expect(await cardOf('listener')).toMatchObject({ state: 'ready', verdict: 'pass' })
    const [title] = studio.database.titles.list()
    studio.database.titles.update(title?.bookId ?? '', { title: 'Three Walks' })
    expect(await cardOf('listener')).toMatchObject({ state: 'outdated', verdict: 'pass' })
    const { files } = await desk.plan(idOf('listener'))
    expect(files.map(({ file }) => file)).toEqual(['Three Walks - Ann Lee.m4b'])
    await expect(desk.build(idOf('listener'))).rejects.toMatchObject({ code: 'release.creditsOutdated' })
    await produce(studio)

    const stop = new AbortController()
    const onProgress = ({ activity }: { activity: string }): void => {
      if (activity === 'Measuring') stop.abort(new Error('stopped'))
    }
    await expect(desk.run(idOf('listener'), { signal: stop.signal, onProgress })).rejects.toThrow('stopped')
    // Its files are there, but the report is that of the former ones.
    expect(await cardOf('listener')).toMatchObject({ state: 'outdated', error: null })
    await desk.run(idOf('listener'))
    expect(await cardOf('listener')).toMatchObject({ state: 'ready', verdict: 'pass', files: 1 })
    expect((await readdir(desk.folder(idOf('listener')))).filter((name) => name.endsWith('.m4b'))).toEqual([
      'Three Walks - Ann Lee.m4b',
    ])
  })

  it('that was stopped is none, keeps no fault, and ends like one that was not', async () => {
    const building = until('listener', 'building')
    await desk.build(idOf('listener'))
    await building
    expect(await desk.stop(idOf('listener'))).toMatchObject({ state: 'none', error: null })
    await desk.run(idOf('listener'))
    const found = await contents(desk.folder(idOf('listener')))

    await rm(desk.folder(idOf('listener')), { recursive: true })
    await rm(studio.foundry.chaptersDir(studio.database.titles.list()[0]?.bookId ?? '', 'narrator_001'), {
      recursive: true,
    })
    await desk.run(idOf('listener'))
    expect(await contents(desk.folder(idOf('listener')))).toEqual(found)
  })

  it('tells why it could not be built, and is built when that is mended', async () => {
    const chunk = studio.database.chunks.list(idOf('listener').productionId).find(({ role }) => role === 'text')
    const take = studio.workspace.resolve(chunk?.audioPath ?? '')
    const bytes = await readFile(take)
    await rm(take)
    await rm(studio.foundry.chaptersDir(studio.database.titles.list()[0]?.bookId ?? '', 'narrator_001'), {
      recursive: true,
    })
    const failed = until('listener', 'failed')
    await desk.build(idOf('listener'))
    const card = await failed
    expect(card.error).toMatch(/is missing\. Render it again\.$/)
    expect(card.error).not.toContain(root)
    await writeFile(take, bytes)
    await desk.run(idOf('listener'))
    expect(await cardOf('listener')).toMatchObject({ state: 'ready', verdict: 'pass', error: null })
  })

  it('has a file put right that something wrote to, and nothing to mend when all is green', async () => {
    await desk.run(idOf('listener'))
    const dir = desk.folder(idOf('listener'))
    const before = await contents(dir)
    const file = join(dir, (await desk.files(idOf('listener')))[0]?.file ?? '')
    const bytes = await readFile(file)
    await writeFile(file, bytes.fill(0, bytes.length - 3000))
    await desk.run(idOf('listener'))
    expect(await contents(dir)).toEqual(before)
    const mend = desk.mend(idOf('listener'), { rows: null, remedy: null })
    await expect(mend).rejects.toMatchObject({ code: 'release.nothingToMend' })
  })

  it('of a production that has not spoken yet is refused in plain words', async () => {
    const { productionId } = idOf('listener')
    studio.database.productions.setStep(productionId, 'audio_combination_planned', 'pending')
    expect(await cardOf('listener')).toBeUndefined()
    await expect(desk.build(idOf('listener'))).rejects.toThrow('Two Walks, read by')
    await expect(desk.build(idOf('listner'))).rejects.toThrow('listener')
  })
})
