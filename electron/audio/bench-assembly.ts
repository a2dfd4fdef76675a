import { mkdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { assembleBook } from './assemble.ts'
import type { EncodingSettings } from './encode-chapter.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import type { ChapterPlan } from './plan-chapter.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import { runPool } from './run-pool.ts'

const CHUNK_MS = 25_000
const PAUSE_MS = 600
const CHUNKS_A_CHAPTER = 12
const RATE_HZ = 16_000
/** As libflac writes it. */
const FLAC = ['-c:a', 'flac', '-sample_fmt', 's16', '-frame_size', '4096']
const ENCODING: EncodingSettings = { aacKbps: 64, mp3Kbps: 192, sampleRateHz: 44_100, roomToneDbfs: -70 }

/**
 * Measures assembly (M4B and MP3s, with marks, tags and read-back) against nothing but ffmpeg's encoding of the same
 * chapters, each already one file, with the same codecs on all cores. `dir` is emptied; the sound is the same each time.
 */
export async function benchAssembly(options: {
  ffmpeg: Ffmpeg
  minutes: number
  dir: string
}): Promise<{ assemblyMs: number; bareMs: number; ratio: number }> {
  const { ffmpeg, minutes, dir } = options
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
  const chunks = await makeChunks(ffmpeg, Math.max(1, Math.round((minutes * 60_000) / (CHUNK_MS + PAUSE_MS))), dir)
  const chapters: ChapterPlan[] = []
  for (let first = 0; first < chunks.length; first += CHUNKS_A_CHAPTER) {
    const segments = chunks.slice(first, first + CHUNKS_A_CHAPTER).flatMap((file) => [
      { kind: 'speech' as const, key: file, file, durationMs: CHUNK_MS },
      { kind: 'gap' as const, durationMs: PAUSE_MS },
    ])
    chapters.push({ title: `Chapter ${chapters.length + 1}`, segments })
  }
  const wholeChapters = await makeWholeChapters(ffmpeg, chapters, dir)

  // The better of two, by turns, since other work on the machine disturbs one or the other.
  const assembly: number[] = []
  const bare: number[] = []
  for (const round of [1, 2]) {
    bare.push(await timeMs(() => encodeBare(ffmpeg, wholeChapters)))
    assembly.push(await timeMs(() => assemble(ffmpeg, chapters, join(dir, `round-${round}`))))
  }
  const assemblyMs = Math.min(...assembly)
  const bareMs = Math.min(...bare)
  return { assemblyMs, bareMs, ratio: assemblyMs / bareMs }
}

async function assemble(ffmpeg: Ffmpeg, chapters: readonly ChapterPlan[], dir: string): Promise<void> {
  await assembleBook({
    ...{ ffmpeg, chapters, coverFile: null, formats: ['m4b', 'mp3'], encoding: ENCODING, maxPartHours: 10 },
    tags: { title: 'Bench', author: 'E3', narrator: 'Noise', language: 'en', year: null, description: null },
    workDir: join(dir, 'work'),
    deliveryDir: join(dir, 'delivery'),
  })
}

async function encodeBare(ffmpeg: Ffmpeg, files: readonly string[]): Promise<void> {
  const format = (codec: string, kbps: number): string[] => [
    ...['-ar', String(ENCODING.sampleRateHz), '-c:a', codec, '-b:a', `${kbps}k`],
  ]
  await runPool(files, { concurrency: availableParallelism() }, async (file) => {
    const aac = [...format('aac', ENCODING.aacKbps), `${file}.m4a`]
    await runFfmpeg(ffmpeg, ['-i', file, ...aac, ...format('libmp3lame', ENCODING.mp3Kbps), `${file}.mp3`])
  })
}

/** Pink noise that swells four times a second, about as hard to encode as speech. */
async function makeChunks(ffmpeg: Ffmpeg, count: number, dir: string): Promise<string[]> {
  const files = Array.from({ length: count }, (_, index) => join(dir, `chunk-${index}.flac`))
  await runPool([...files.entries()], { concurrency: availableParallelism() }, async ([seed, file]) => {
    const noise = `anoisesrc=color=pink:r=${RATE_HZ}:d=${CHUNK_MS / 1000}:amplitude=0.3:seed=${seed + 1}`
    const args = ['-f', 'lavfi', '-i', noise, '-af', 'tremolo=f=4:d=0.9', ...FLAC, file]
    await runFfmpeg(ffmpeg, args)
  })
  return files
}

async function makeWholeChapters(ffmpeg: Ffmpeg, chapters: readonly ChapterPlan[], dir: string): Promise<string[]> {
  const gap = join(dir, 'gap.flac')
  const silence = ['-f', 'lavfi', '-i', `anullsrc=r=${RATE_HZ}:cl=mono`, '-t', String(PAUSE_MS / 1000)]
  await runFfmpeg(ffmpeg, [...silence, ...FLAC, gap])
  const files: string[] = []
  for (const [index, { segments }] of chapters.entries()) {
    const list = join(dir, `chapter-${index}.txt`)
    const file = join(dir, `chapter-${index}.flac`)
    await writeFile(list, segments.map((each) => `file '${each.kind === 'gap' ? gap : each.file}'\n`).join(''))
    await runFfmpeg(ffmpeg, ['-f', 'concat', '-safe', '0', '-i', list, '-c:a', 'flac', file])
    files.push(file)
  }
  return files
}

async function timeMs(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
