import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EncodingSettings } from '#electron/audio/chapter-cache.ts'
import { readAudioInfo } from '#electron/audio/audio-info.ts'
import { codecArguments } from '#electron/audio/codec.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import { runPool } from '#electron/audio/run-pool.ts'
import type { ChunkRow } from '#electron/database/repositories/chunk.ts'
import { speak } from '#electron/engine/speech/speak.ts'
import { loadFlite } from '#electron/engine/speech/load-flite.ts'
import { encodeFlac } from '#electron/engine/workers/flac.ts'
import { buildEdition } from '#electron/production/release/build-edition.ts'
import { planProducts } from '#electron/production/release/plan-products.ts'
import { planTracks } from '#electron/production/release/plan-tracks.ts'
import { LISTENER } from '#electron/production/release/profiles/listener.ts'
import type { Recipe, Track } from '#electron/production/release/recipe.ts'
import type { Measurement } from './benchmark.ts'
import { sampleChunks } from './sample-book.ts'

/** Different takes; a book repeats them under names of their own. */
const TAKES = 24
const TAKE_CHARACTERS = 480
const CHUNKS_A_CHAPTER = 24
const TIMES_BARE = 1.3
const MS_AN_HOUR = 3_600_000
const TAKE_RATE_HZ = 16_000
const ROOM_TONE_DBFS = -70
const NO_TAKE: Take = { text: '', file: '', durationMs: 1 }
const PAUSES = {
  ...{ clause_ms: 200, chunk_ms: 450, paragraph_ms: 850, group_ms: 1500, chapter_title_ms: 1500 },
  ...{ head_ms: 1000, tail_ms: 2000 },
}

/** Mastering, M4B, MP3s and subtitles from stored takes, beside bare ffmpeg encoding the same sound on all cores. */
export async function measureAssembly(ffmpeg: Ffmpeg, hours: number): Promise<Measurement[]> {
  const dir = await mkdtemp(join(tmpdir(), 'e3-bench-'))
  const measurer = new SoundMeasurer()
  try {
    const recipe = await sampleRecipe(ffmpeg, hours, dir)
    const whole = await wholeChapters(ffmpeg, recipe.tracks, dir)
    const bareMs = await timeMs(() => encodeBare(ffmpeg, whole, recipe.settings))
    const editionMs = await timeMs(() => build(ffmpeg, measurer, recipe, join(dir, 'edition')))
    const ratio = editionMs / bareMs
    return [
      {
        benchmark: 'assembly',
        name: 'M4B, MP3s, subtitles ÷ bare encode',
        value: ratio,
        unit: '×',
        target: { comparison: 'at most', value: TIMES_BARE },
        details: { hours, editionMs, bareMs, studioMemoryMb: process.resourceUsage().maxRSS / 1024 },
      },
    ]
  } finally {
    await measurer.close()
    await rm(dir, { recursive: true, force: true })
  }
}

async function build(ffmpeg: Ffmpeg, measurer: SoundMeasurer, recipe: Recipe, dir: string): Promise<void> {
  const manifestFile = join(dir, 'manifest.json')
  const places = { dir, manifestFile, chaptersDir: join(dir, 'chapters'), segmentsDir: join(dir, 'segments') }
  const products = planProducts(recipe)
  const manifestFiles = () => Promise.resolve([manifestFile])
  const pictures = { cover: null, coverAt: () => Promise.reject(new Error('The sample has no cover')) }
  await buildEdition({ ffmpeg, measurer, recipe, products, pictures, places: { ...places, manifestFiles } })
}

async function encodeBare(ffmpeg: Ffmpeg, files: readonly string[], settings: EncodingSettings): Promise<void> {
  const rate = ['-ar', String(settings.sampleRateHz)]
  await runPool(files, { concurrency: availableParallelism() }, async (file) => {
    const aac = [...rate, ...codecArguments('aac', settings), `${file}.aac`]
    await runFfmpeg(ffmpeg, ['-i', file, ...aac, ...rate, ...codecArguments('mp3', settings), `${file}.mp3`])
  })
}

/** A book of real speech: the same takes again and again, each time counted as another. */
async function sampleRecipe(ffmpeg: Ffmpeg, hours: number, dir: string): Promise<Recipe> {
  const takes = await speakTakes(ffmpeg, dir)
  const rows: ChunkRow[] = []
  for (let totalMs = 0; totalMs < hours * MS_AN_HOUR || rows.length % CHUNKS_A_CHAPTER !== 0;) {
    const { text, file, durationMs } = takes[rows.length % takes.length] ?? NO_TAKE
    const index = rows.length
    rows.push({
      ...{ id: index + 1, productionId: 1, chapterIndex: Math.floor(index / CHUNKS_A_CHAPTER) + 1 },
      ...{ chunkIndex: (index % CHUNKS_A_CHAPTER) + 1, role: 'text', text, source: null, jobId: null, status: 'done' },
      ...{ ending: index % 3 === 2 ? 'paragraph' : 'sentence', audioKey: `take-${index}`, audioPath: file, durationMs },
      sampleRateHz: null,
    })
    totalMs += durationMs + PAUSES.chunk_ms
  }
  const entries = Array.from({ length: rows.length / CHUNKS_A_CHAPTER }, (_, at) => ({
    ...{ index: at + 1, title: `Chapter ${at + 1}`, part: null, kind: 'chapter' as const, hasInventedTitle: false },
    ...{ words: 1, characters: 1, chunks: CHUNKS_A_CHAPTER, sha256: '' },
  }))
  const profile = { ...LISTENER, formats: ['m4b', 'mp3', 'srt', 'vtt'] as const }
  const { aacKbps, mp3Kbps, opusKbps, sampleRateHz, level } = profile
  const [trims, edges] = [new Map(), new Map()]
  return {
    ...{
      bookId: 'bench',
      narratorId: 'bench',

      cover: null,
      thumbnail: null,
      scenes: [],
      genre: null,
      isPublicDomain: true,
      profile,
    },
    tracks: planTracks({ entries, rows, pauses: PAUSES, profile, trims, edges, resolve: (path) => path }),
    tags: { title: 'Bench', author: 'E3', narrator: 'Slt', language: 'en', year: null, description: null },
    settings: { aacKbps, mp3Kbps, opusKbps, sampleRateHz, level, roomToneDbfs: ROOM_TONE_DBFS },
  }
}

interface Take {
  text: string
  file: string
  durationMs: number
}

/** Spoken by the built-in voice, as its node saves it. */
async function speakTakes(ffmpeg: Ffmpeg, dir: string): Promise<Take[]> {
  const flite = await loadFlite()
  const takes: Take[] = []
  for (const [index, text] of sampleChunks(TAKES, TAKE_CHARACTERS).entries()) {
    const file = join(dir, `take-${index}.flac`)
    await writeFile(file, await encodeFlac(speak({ flite, voice: 'slt', text, durationStretch: 1 })))
    takes.push({ text, file, durationMs: (await readAudioInfo(file, ffmpeg)).durationMs })
  }
  return takes
}

/** Each chapter as one file, which is all that bare ffmpeg has to do with. */
async function wholeChapters(ffmpeg: Ffmpeg, tracks: readonly Track[], dir: string): Promise<string[]> {
  const gaps = new Map<number, string>()
  const files: string[] = []
  for (const [index, { plan }] of tracks.entries()) {
    const list = join(dir, `chapter-${index}.txt`)
    const file = join(dir, `chapter-${index}.flac`)
    const lines: string[] = []
    for (const segment of plan.segments) {
      lines.push(`file '${segment.kind === 'gap' ? await gapOf(segment.durationMs) : segment.file}'\n`)
    }
    await writeFile(list, lines.join(''))
    await runFfmpeg(ffmpeg, ['-f', 'concat', '-safe', '0', '-i', list, '-c:a', 'flac', file])
    files.push(file)
  }
  return files

  async function gapOf(durationMs: number): Promise<string> {
    const known = gaps.get(durationMs)
    if (known !== undefined) return known
    const file = join(dir, `gap-${durationMs}.flac`)
    const silence = ['-f', 'lavfi', '-i', `anullsrc=r=${TAKE_RATE_HZ}:cl=mono`, '-t', String(durationMs / 1000)]
    await runFfmpeg(ffmpeg, [...silence, '-c:a', 'flac', '-sample_fmt', 's16', '-frame_size', '4096', file])
    gaps.set(durationMs, file)
    return file
  }
}

async function timeMs(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
