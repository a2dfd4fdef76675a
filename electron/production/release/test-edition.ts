import { join } from 'node:path'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import { speechLike, writeSound } from '#electron/audio/measuring/test-signals.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import type { ChunkRow } from '#electron/database/repositories/chunk.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { ReleaseManifest } from '#shared/models/release.ts'
import { buildEdition, type BuildOptions } from './build-edition.ts'
import { planProducts } from './plan-products.ts'
import { planTracks } from './plan-tracks.ts'
import { LISTENER } from './profiles/listener.ts'
import type { Recipe } from './recipe.ts'

/** A small book in tests: where its takes lie, and what is another than in the first edition of it. */
export interface TestEdition {
  /** What `makeTestBook` has filled. */
  bookDir: string
  /** The folder of the narrator: encoded chapters and the editions. */
  dir: string
  /** Folder of this edition; editions of one narrator share their encodings. */
  name?: string
  profile?: Partial<DeliveryProfile>
  title?: string
  author?: string
  cover?: 'red' | 'blue'
  /** A chapter whose last passage was spoken again. */
  changedChapter?: number
}

const RATE_HZ = 16_000
const WORDS = [2, 3, 4]
const CHAPTERS = ['The Hill', 'The Sea']
const LINES = [
  'On the hill we counted seven birds. It rained.',
  'By the grey sea we saw nobody at all, and no boat.',
  'The road went on; so did we.',
]

/** Writes takes and covers, once for all editions. */
export async function makeTestBook(bookDir: string, ffmpeg: Ffmpeg): Promise<void> {
  for (const words of WORDS) {
    const file = join(bookDir, `${words}.flac`)
    await writeSound(ffmpeg, file, RATE_HZ, [speechLike(RATE_HZ, words).samples], FLAC)
  }
  const picture = ['-frames:v', '1', '-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-f', 'mjpeg']
  for (const color of ['red', 'blue']) {
    const input = ['-f', 'lavfi', '-i', `color=${color}:s=640x640`]
    await runFfmpeg(ffmpeg, [...input, ...picture, join(bookDir, `${color}.jpg`)])
  }
}

const FLAC = ['-c:a', 'flac', '-sample_fmt', 's16', '-frame_size', '4096']

/** Builds the edition as it would be built for a production, and ends what it has started. */
export async function buildTestEdition(
  edition: TestEdition,
  options: Partial<BuildOptions> = {},
): Promise<ReleaseManifest> {
  const measurer = new SoundMeasurer(2)
  try {
    const recipe = testRecipe(edition)
    const { cover } = recipe
    const coverAt = () => Promise.resolve(cover?.file ?? '')
    return await buildEdition({
      ...{ ffmpeg: await locateFfmpeg(), measurer, recipe, pictures: { cover, coverAt } },
      ...{ products: planProducts(recipe), places: testPlaces(edition), ...options },
    })
  } finally {
    await measurer.close()
  }
}

/** Where an edition lies. */
export function testPlaces({ dir, name = 'delivery' }: TestEdition): BuildOptions['places'] {
  const editions = ['delivery', 'other']
  return {
    ...{ dir: join(dir, name), manifestFile: join(dir, name, 'manifest.json') },
    ...{ chaptersDir: join(dir, 'chapters'), segmentsDir: join(dir, 'segments') },
    manifestFiles: () => Promise.resolve(editions.map((each) => join(dir, each, 'manifest.json'))),
  }
}

function testRecipe(edition: TestEdition): Recipe {
  const { bookDir, title = 'Two Walks', author = 'Ann Lee', cover = 'red' } = edition
  const profile: DeliveryProfile = {
    ...LISTENER,
    formats: ['m4b', 'mp3', 'srt'],
    layout: 'audiobookshelf',
    coverPx: 1400,
    ...edition.profile,
  }
  const { sampleRateHz, aacKbps, mp3Kbps, opusKbps, level } = profile
  const entries = CHAPTERS.map((name, at) => ({
    ...{ index: at + 1, title: name, part: null, hasInventedTitle: false, kind: 'chapter' as const, sha256: '' },
    ...{ words: 10, characters: 50, chunks: 2 },
  }))
  const pauses = { clause_ms: 100, chunk_ms: 300, paragraph_ms: 400, group_ms: 500, chapter_title_ms: 400 }
  return {
    ...{ bookId: 'pg98', narratorId: 'narrator_001', profile, genre: 'Fiction', isPublicDomain: true },
    tags: { title, author, narrator: 'Rósa', language: 'en', year: 1895, description: 'Of walks.' },
    tracks: planTracks({
      ...{ entries, rows: rowsOf(edition), profile, trims: new Map(), edges: new Map() },
      ...{ pauses: { ...pauses, head_ms: 0, tail_ms: 0 }, resolve: (path) => join(bookDir, path) },
    }),
    settings: { sampleRateHz, aacKbps, mp3Kbps, opusKbps, level, roomToneDbfs: -70 },
    ...{ cover: { file: join(bookDir, `${cover}.jpg`), key: cover }, thumbnail: null, scenes: [] },
  }
}

function rowsOf({ changedChapter }: TestEdition): ChunkRow[] {
  const rows: ChunkRow[] = []
  const add = (chapterIndex: number, chunkIndex: number, rest: Pick<ChunkRow, 'role' | 'ending' | 'text'>): void => {
    const words = WORDS[rows.length % WORDS.length] ?? 2
    const isChanged = chapterIndex === changedChapter && chunkIndex === 3
    rows.push({
      ...{ id: rows.length + 1, productionId: 1, jobId: null, status: 'done', sampleRateHz: RATE_HZ, source: null },
      ...{ chapterIndex, chunkIndex, ...rest },
      audioKey: `${chapterIndex}-${chunkIndex}${isChanged ? '-again' : ''}`,
      audioPath: `${isChanged ? 4 : words}.flac`,
      durationMs: Math.round((speechLike(RATE_HZ, isChanged ? 4 : words).samples.length / RATE_HZ) * 1000),
    })
  }
  add(0, 1, { role: 'opening', ending: 'chapter', text: 'Two Walks, by Ann Lee.' })
  for (const [at, name] of CHAPTERS.entries()) {
    add(at + 1, 1, { role: 'title', ending: 'chapter', text: `${name}.` })
    for (const chunk of [2, 3]) {
      const ending = chunk === 3 ? 'chapter' : 'paragraph'
      add(at + 1, chunk, { role: 'text', ending, text: LINES[(at + chunk) % LINES.length] ?? '' })
    }
  }
  add(CHAPTERS.length + 1, 1, { role: 'closing', ending: 'chapter', text: 'The end.' })
  return rows
}
