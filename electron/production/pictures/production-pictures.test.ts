import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import type { NewPicture } from '#electron/database/repositories/picture.ts'
import { importBook } from '#electron/library/import-book.ts'
import { openStudio, type Studio } from '#electron/studio/open-studio.ts'
import { prepareWorkspace } from '#electron/studio/prepare-workspace.ts'
import { sha256OfFile } from '#electron/library/file-hash.ts'
import type { DeliveryFormat } from '#shared/models/production.ts'
import { requireNarrator } from '../choose-narrator.ts'
import { requireProduction, requireTitle } from '../production-state.ts'
import type { StepContext } from '../step.ts'
import { imageGeneration } from '../steps/image-generation.ts'
import { imageJobsGeneration } from '../steps/image-jobs-generation.ts'
import { imagePrompts } from '../steps/image-prompts.ts'
import { readPicture } from './picture-file.ts'
import { planReleaseCover, releaseCover } from './release-cover.ts'

const SEA = 'The ship rolled on the sea, and the storm broke over the deck while the sailors cried out in the night.'
const BOOK = `<html lang="en"><head><title>The Storm, by Ann Lee</title></head><body><h1>The Storm</h1>
${['I', 'II'].map((number) => `<h2>Chapter ${number}</h2>${`<p>${SEA}</p>`.repeat(50)}`).join('')}</body></html>`
const COVER = { kind: 'cover', chapterIndex: 0, paragraphIndex: 0, styleId: null } as const

let ffmpeg: Ffmpeg
let template = ''
let root = ''
let studio: Studio
let bookId = ''

beforeAll(async () => {
  ffmpeg = await locateFfmpeg()
  template = await mkdtemp(join(tmpdir(), 'e3-production-pictures-template-'))
  await prepareWorkspace({ root: template, processEnv: {} })
  await appendFile(join(template, 'config/global_alpha.yaml'), '\nimages:\n  picture_workflow: image_qwen_image\n')
  const path = join(template, 'storm.html')
  await writeFile(path, BOOK)
  const shelf = await openStudio({ root: template, processEnv: {}, access: 'write' })
  const rooms = { foundry: shelf.foundry, titles: shelf.database.titles }
  ;({ bookId } = await importBook({ path, ...rooms, maxChunkCharacters: 400 }))
  await shelf.close()
})
afterAll(() => rm(template, { recursive: true }))

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-production-pictures-'))
  await cp(template, root, { recursive: true })
  studio = await openStudio({ root, processEnv: {}, access: 'write' })
})
afterEach(async () => {
  await studio.close()
  await rm(root, { recursive: true, force: true })
})

/** A production without an agent: its jobs stay as they were queued. */
function open(formats: DeliveryFormat[], signal = new AbortController().signal): StepContext {
  const { database } = studio
  const narrator = requireNarrator(database.narrators, 'narrator_001')
  const metadata = { formats, skippedSteps: [] }
  const { id } = database.productions.create({ bookId, narratorId: narrator.narratorId, metadata })
  return {
    ...studio,
    ffmpeg,
    measurer: new SoundMeasurer(),
    agent: { onJob: () => () => undefined, wake: () => undefined },
    productionId: id,
    title: requireTitle(database, bookId),
    narrator,
    signal,
    report: () => undefined,
    replanned: () => undefined,
    production: () => requireProduction(database, id),
    chapterName: (index) => `Chapter ${index}`,
  }
}

async function walk(context: StepContext): Promise<void> {
  await imagePrompts(context)
  await imageJobsGeneration(context)
}
const jobs = () => studio.database.jobs.list({ jobType: 'T2I' })

async function paint(name: string, size: string, colour: string): Promise<string> {
  const file = join(studio.foundry.imagesDir(bookId), name)
  await mkdir(dirname(file), { recursive: true })
  await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', `color=c=${colour}:size=${size}`, '-frames:v', '1', file])
  return file
}

async function add(file: string, picture: Pick<NewPicture, 'origin' | 'prompt'>) {
  const { widthPx, heightPx } = await readPicture(file, ffmpeg)
  const facts = { path: studio.workspace.relative(file), sha256: await sha256OfFile(file), widthPx, heightPx }
  const { pictures } = studio.database
  return pictures.add({ ...COVER, ...picture, bookId, seed: 1, workflowId: 'image_qwen_image' }, facts)
}

/** As an import leaves it that has found a cover in the file. */
async function giveOwnCover(): Promise<string> {
  const file = await paint('cover.jpg', '600x900', 'navy')
  const metadata = studio.foundry.metadataFile(bookId)
  const book = JSON.parse(await readFile(metadata, 'utf8')) as object
  await writeFile(metadata, JSON.stringify({ ...book, cover: { name: 'cover.jpg', mediaType: 'image/jpeg' } }))
  return file
}

it('queues the cover before speech and scenes behind it, all of one workflow, and nothing twice', async () => {
  const context = open(['m4b', 'video'])
  await walk(context)
  const [cover, ...scenes] = jobs()
  const speech = studio.workspace.config.comfyui.default_priority
  expect(cover).toMatchObject({ workflowId: 'T2I_cover_v1', priority: speech - 1, inputs: { title: 'The Storm' } })
  expect(scenes.length).toBeGreaterThanOrEqual(2)
  for (const { workflowId, priority, inputs, metadata } of scenes) {
    expect([workflowId, priority]).toEqual(['image_qwen_image', speech + 10])
    expect(inputs).toMatchObject({ width: 1344, height: 768 })
    expect(inputs['prompt']).toContain('on the deck of a ship at sea')
    expect(inputs['negative_prompt']).toContain('letters')
    expect(metadata).toMatchObject({ promptBy: 'rules' })
  }
  const before = jobs()
  await walk(context)
  await walk(open(['m4b', 'video']))
  expect(jobs()).toEqual(before)
  await walk(open(['m4b']))
  expect(jobs()).toEqual(before)
})

it('takes over a picture whose production stands still, and draws no scenes for sound alone', async () => {
  const first = open(['m4b'])
  await walk(first)
  expect(jobs()).toHaveLength(1)
  studio.database.productions.setStatus(first.productionId, 'paused')
  const second = open(['m4b'])
  await walk(second)
  expect(jobs().map(({ productionId }) => productionId)).toEqual([first.productionId, second.productionId])
  expect(studio.database.pictures.list(bookId)).toHaveLength(1)
})

it('leaves a book its own cover, whole and square, and follows another choice', async () => {
  await giveOwnCover()
  const context = open(['m4b'])
  await walk(context)
  expect(jobs()).toEqual([])
  await imageGeneration(context)
  const { coverPath = '' } = context.production().metadata
  expect(await readPicture(join(root, coverPath), ffmpeg)).toEqual({ format: 'jpg', widthPx: 1400, heightPx: 1400 })

  const art = await add(await paint('art.png', '1024x1024', 'white'), { origin: 'drawn', prompt: 'A ship.' })
  await imageGeneration(context)
  expect(context.production().metadata.coverPath).toBe(coverPath)
  studio.database.pictures.choose(art)
  await imageGeneration(context)
  expect(context.production().metadata.coverPath).not.toBe(coverPath)
})

it('does not take a file that is no picture for the book’s cover', async () => {
  await writeFile(await giveOwnCover(), 'This was a cover once.')
  await walk(open(['m4b']))
  expect(jobs()).toHaveLength(1)
})

it('stops waiting for pictures when the production is stopped', async () => {
  const stop = new AbortController()
  const context = open(['m4b'], stop.signal)
  await walk(context)
  const waiting = imageGeneration(context)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'Stopped' })
})

it('makes the cover of a release once for each size, byte for byte, with words only on art', async () => {
  const title = requireTitle(studio.database, bookId)
  const request = { title, narratorName: 'Ada', widthPx: 700, heightPx: 700 }
  const rooms = { ...studio, ffmpeg }
  await expect(planReleaseCover(rooms, request)).rejects.toMatchObject({ code: 'picture.noCover' })
  const art = await add(await paint('art.png', '1024x1024', 'white'), { origin: 'drawn', prompt: 'A ship.' })
  const own = await add(await paint('own.png', '900x900', 'teal'), { origin: 'uploaded', prompt: null })

  studio.database.pictures.choose(art)
  expect(await planReleaseCover(rooms, request)).toMatchObject({ isMade: false, sourcePx: 1024 })
  const made = await releaseCover(rooms, request)
  expect(made.recipe.words).toEqual({ title: 'The Storm', author: title.author, narrator: 'Narrated by Ada' })
  const file = join(root, made.path)
  const bytes = await readFile(file)
  await rm(file)
  expect(await releaseCover(rooms, request)).toMatchObject({ path: made.path, warnings: [] })
  expect(Buffer.compare(await readFile(file), bytes)).toBe(0)
  const large = await releaseCover(rooms, { ...request, widthPx: 2100, heightPx: 2100 })
  expect(large.warnings[0]).toContain('enlarged from 1024 to 2100')

  studio.database.pictures.choose(own)
  const uploaded = await planReleaseCover(rooms, request)
  expect(uploaded.recipe).toMatchObject({ words: null, source: { shape: 'whole' } })
  expect(uploaded.key).not.toBe(made.key)
})
