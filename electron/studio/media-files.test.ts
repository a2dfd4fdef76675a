import { mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mediaAddress } from '#shared/contract/media.ts'
import { locateFfmpeg } from '#electron/audio/ffmpeg.ts'
import { openWorkspace, type Workspace } from '#electron/config/workspace.ts'
import { type Database, openDatabase } from '#electron/database/open-database.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { fixtureBook, fixtureSource } from '#electron/library/book-fixture.ts'
import { Foundry } from '#electron/library/foundry.ts'
import { register } from '#electron/library/import-book.ts'
import { loadWorkflows } from '#electron/comfyui/workflows/workflow-registry.ts'
import { APP_DIR } from '#electron/config/app-files.ts'
import { Posters } from '#electron/library/posters.ts'
import { shelfCover } from '#electron/production/pictures/release-cover.ts'
import { MediaFiles } from './media-files.ts'

let root = ''
let workspace: Workspace
let database: Database
let foundry: Foundry
let posters: Posters
let media: MediaFiles
let productionId = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-media-'))
  workspace = openWorkspace({ root, env: 'alpha', processEnv: {} })
  database = openDatabase(workspace.databaseFile, { access: 'write' })
  foundry = new Foundry(workspace.foundryDir)
  posters = await newPosters()
  media = new MediaFiles({ database, foundry, workspace }, posters, { find: () => Promise.resolve(null) })
  const book = { ...fixtureBook('It was.', 3), cover: null }
  register({ status: 'created', metadata: await foundry.writeBook(book, fixtureSource('It was.')) }, database.titles)
  await produce()
})
afterAll(async () => {
  await posters.close()
  database.close()
  await rm(root, { recursive: true, force: true })
})

async function newPosters(): Promise<Posters> {
  const rooms = { database, foundry, workspace, workflows: loadWorkflows(APP_DIR), ffmpeg: await locateFfmpeg() }
  return new Posters({ ...rooms, coverOf: (bookId) => shelfCover(rooms, bookId), seedOf: () => 7 })
}

/** A finished production that reads chapters 1 and 3. */
async function produce(): Promise<void> {
  const narratorId = 'narrator_001'
  const rest = { sampleText: null, language: 'en', gender: null, description: null, active: true, parameters: {} }
  await write('samples/ada.flac')
  const voiceSamplePath = 'samples/ada.flac'
  database.narrators.upsert({ narratorId, name: 'Ada', voiceModel: 'T2S_flite_v1', voiceSamplePath, ...rest })
  const files = await Promise.all(
    ['Tale.m4b', '01 - One.mp3', '02 - Three.mp3'].map(async (name) => {
      const path = workspace.relative(join(foundry.deliveryDir('pg98', narratorId), name))
      await write(path)
      return { kind: name.endsWith('mp3') ? ('mp3' as const) : ('m4b' as const), path, bytes: 1, durationSeconds: 1 }
    }),
  )
  const metadata = { formats: [], skippedSteps: [], files }
  productionId = database.productions.create({ bookId: 'pg98', narratorId, metadata }).id
  const chunk = { productionId, chunkIndex: 1, role: 'text', ending: 'chapter', text: 'It was.', source: null } as const
  database.chunks.insert(
    [1, 3].map((chapterIndex) => ({ ...chunk, chapterIndex, audioKey: `k${chapterIndex}`, jobId: null })),
  )
  const take = { audioPath: 'take.flac', durationMs: 1, sampleRateHz: 1 }
  await write(take.audioPath)
  database.chunks.markDone('k1', productionId, take)
  database.chunks.markDone('k3', productionId, { ...take, audioPath: 'gone.flac' })
}

const write = (path: string) => writeFileAtomic(join(root, path), path)
const codeOf = (address: string) =>
  media.find(address).then(
    ({ path }) => path,
    (error: unknown) => (error as { code: string }).code,
  )
const card = () => database.titles.card('pg98')!

describe('finding by address', () => {
  it.each([
    [() => mediaAddress.chunk(1, 'a'), 'take.flac', 'audio/flac', true],
    [() => mediaAddress.chapter(productionId, 3, 'a'), '02 - Three.mp3', 'audio/mpeg', true],
    [() => mediaAddress.sample('narrator_001', 'old'), 'ada.flac', 'audio/flac', false],
    [() => mediaAddress.file('pg98', `production${productionId}-0`), 'Tale.m4b', 'audio/mp4', false],
    [() => mediaAddress.file('pg98', 'source'), 'tale.txt', 'application/octet-stream', false],
  ])('%s is %s', async (address, name, mediaType, isVersioned) => {
    const found = await media.find(address())
    expect(found).toMatchObject({ mediaType, isVersioned })
    expect(found.path).toMatch(new RegExp(`/${name}$`))
    expect(found.saveAs).toBe(address().startsWith('file/') ? name : null)
  })

  it('finds an audition by its id, whatever its extension, and no unfinished one', async () => {
    const [done, unfinished] = ['0b0e8f8e-6e0c-4f43-9c5d-2f1f1f1f1f1f', '1b0e8f8e-6e0c-4f43-9c5d-2f1f1f1f1f1f']
    await write(`comfyui_jobs/auditions/alpha/${done}_1.opus`)
    await write(`comfyui_jobs/auditions/alpha/${unfinished}.flac.part`)
    expect(await media.find(mediaAddress.audition(done))).toMatchObject({ mediaType: 'audio/ogg' })
    expect(await codeOf(mediaAddress.audition(unfinished))).toBe('media.unknown')
  })

  it('tells what is gone from what never was', async () => {
    expect(await codeOf(mediaAddress.chunk(2, 'a'))).toBe('media.gone')
    for (const address of [
      'chunk/3',
      `chapter/${productionId}/2`,
      'cover/pg1/poster',
      'file/pg98/cover',
      'sample/none',
    ])
      expect(await codeOf(address)).toBe('media.unknown')
  })

  it.each([
    'file/pg98/../../e3.db',
    'file/../pg98/source',
    'file/pg98/source/..%2f..%2fx',
    'file/pg1/production1-0',
    '/chunk/1',
    'chunk/1/',
    'chunk/01',
    'chunk/1e0',
    'cover/pg98/huge',
    'constructor/1',
    'audition/../../../../etc/passwd-000000000000',
  ])('takes %s for nothing', async (address) => {
    expect(await codeOf(address)).toBe('media.unknown')
  })

  it('takes any other text for nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await codeOf(text)).toBe('media.unknown')
      }),
    )
  })

  it('does not follow a link out of the workspace', async () => {
    await rm(join(root, 'take.flac'))
    await symlink('/etc/hostname', join(root, 'take.flac'))
    expect(await codeOf(mediaAddress.chunk(1, 'a'))).toBe('media.gone')
    await rm(join(root, 'take.flac'))
    await write('take.flac')
  })
})

describe('covers', () => {
  const poster = () => mediaAddress.cover('pg98', card().coverVersion, 'poster')

  it('are drawn once in the size of a shelf, and anew for another title', async () => {
    const [first, again] = await Promise.all([media.find(poster()), media.find(poster())])
    expect(first).toMatchObject({ mediaType: 'image/png', isVersioned: true })
    expect(again).toEqual(first)
    const old = poster()
    database.titles.update('pg98', { title: 'Two Cities' })
    const second = await media.find(poster())
    expect(second.path).not.toBe(first.path)
    expect(await readdir(join(foundry.postersDir, 'pg98'))).toHaveLength(1)
    expect((await media.find(old)).isVersioned).toBe(false)
  })

  it('that are being drawn as their environment closes are refused, which is no bug', async () => {
    database.titles.update('pg98', { title: 'Cities that close' })
    const closing = await newPosters()
    const drawn = closing.find('pg98', 'poster')
    await Promise.all([expect(drawn).rejects.toMatchObject({ code: 'media.closed' }), closing.close()])
  })

  it('that a production made are scaled down for the shelf and given as they are for a page', async () => {
    const drawn = await readFile((await media.find(mediaAddress.cover('pg98', '', 'full'))).path)
    const coverPath = workspace.relative(join(foundry.imagesDir('pg98'), 'cover_1.png'))
    await writeFileAtomic(workspace.resolve(coverPath), drawn)
    database.productions.update(productionId, { metadata: { coverPath } })
    expect((await media.find(mediaAddress.cover('pg98', card().coverVersion, 'full'))).path).toMatch(/cover_1\.png$/)
    const small = await media.find(poster())
    expect(small.mediaType).toBe('image/jpeg')
    expect(small.sizeBytes).toBeLessThan(drawn.length / 4)
  })

  it('are never documents with scripts', async () => {
    const coverPath = workspace.relative(join(foundry.imagesDir('pg98'), 'cover.svg'))
    await write(coverPath)
    database.productions.update(productionId, { metadata: { coverPath } })
    expect((await media.find(poster())).mediaType).toBe('image/png')
  })
})
