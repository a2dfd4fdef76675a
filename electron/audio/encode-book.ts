import { readAudioInfo } from './audio-info.ts'
import type { AudioInfo } from './audio-info.ts'
import { encodedFile, encodingKey, isEncoded } from './chapter-cache.ts'
import { joiningFormat, makeGaps } from './chapter-source.ts'
import type { JoiningFormat, SpeechInfos } from './chapter-source.ts'
import { encodeChapter } from './encode-chapter.ts'
import type { ChapterEncoding, EncodingSettings } from './encode-chapter.ts'
import type { DeliveryFormat } from '#shared/models/production.ts'
import { plannedDurationMs } from './plan-chapter.ts'
import type { ChapterPlan } from './plan-chapter.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { runPool } from './run-pool.ts'

/** Headers are read this many at a time; more do not make the disk faster. */
const HEADERS_AT_ONCE = 16

export interface EncodeBookOptions {
  ffmpeg: Ffmpeg
  chapters: readonly ChapterPlan[]
  formats: readonly DeliveryFormat[]
  encoding: EncodingSettings
  /** Chunk paths are remembered relative to it, so that the folder may move. */
  chaptersDir: string
  tempDir: string
  concurrency: number
  signal?: AbortSignal | undefined
  /** 0–1. */
  onProgress?: ((value: number) => void) | undefined
}

/** Encodes the chapters that are not encoded yet, the longest first; returns all of them in the book's order. */
export async function encodeBook(options: EncodeBookOptions): Promise<ChapterEncoding[]> {
  const { chapters, formats, encoding, chaptersDir, tempDir, signal } = options
  const planned: ChapterEncoding[] = []
  // Chapters that are alike to the byte share their encoding.
  const missing = new Map<string, ChapterEncoding>()
  for (const chapter of chapters) {
    const key = encodingKey(chapter, encoding)
    const outputs = formats.map((format) => ({ format, file: encodedFile(chaptersDir, key, format, encoding) }))
    planned.push({ chapter, key, outputs })
    const absent = await Promise.all(outputs.map(async (output) => ((await isEncoded(output.file)) ? [] : [output])))
    if (absent.flat().length > 0) missing.set(key, { chapter, key, outputs: absent.flat() })
  }
  const queue = [...missing.values()].sort((a, b) => plannedDurationMs(b.chapter) - plannedDurationMs(a.chapter))
  const infos = await readInfos(queue, options)
  await makeAllGaps(queue, infos, options)
  const reportMs = progressOf(queue, options.onProgress)
  await runPool(queue, options, async (item, poolSignal) => {
    const onProgress = (outTimeMs: number): void => reportMs(item, outTimeMs)
    const context = { ffmpeg: options.ffmpeg, settings: encoding, infos, tempDir, signal: poolSignal, onProgress }
    await encodeChapter(item, context)
    reportMs(item, plannedDurationMs(item.chapter))
  })
  signal?.throwIfAborted()
  return planned
}

async function readInfos(queue: readonly ChapterEncoding[], options: EncodeBookOptions): Promise<SpeechInfos> {
  const infos = new Map<string, AudioInfo>()
  const files = new Set(
    queue.flatMap(({ chapter }) =>
      chapter.segments.flatMap((segment) => (segment.kind === 'speech' ? [segment.file] : [])),
    ),
  )
  await runPool([...files], { concurrency: HEADERS_AT_ONCE, signal: options.signal }, async (file) => {
    infos.set(file, await readAudioInfo(file, options.ffmpeg))
  })
  return infos
}

async function makeAllGaps(
  queue: readonly ChapterEncoding[],
  infos: SpeechInfos,
  options: EncodeBookOptions,
): Promise<void> {
  const gaps = new Map<string, { format: JoiningFormat; durationsMs: Set<number> }>()
  for (const { chapter } of queue) {
    const speech = chapter.segments.flatMap((segment) =>
      segment.kind === 'speech' ? (infos.get(segment.file) ?? []) : [],
    )
    const format = joiningFormat(speech, options.encoding.sampleRateHz)
    const name = `${format.rateHz}/${format.blockSize}`
    const { durationsMs } = gaps.get(name) ?? { durationsMs: new Set<number>() }
    gaps.set(name, { format, durationsMs })
    for (const segment of chapter.segments) if (segment.kind === 'gap') durationsMs.add(segment.durationMs)
  }
  for (const { format, durationsMs } of gaps.values()) {
    if (durationsMs.size > 0) await makeGaps(format, [...durationsMs], options)
  }
}

function progressOf(
  queue: readonly ChapterEncoding[],
  onProgress: ((value: number) => void) | undefined,
): (item: ChapterEncoding, doneMs: number) => void {
  const totalMs = queue.reduce((sum, { chapter }) => sum + plannedDurationMs(chapter), 0)
  const done = new Map<ChapterEncoding, number>()
  return (item, doneMs) => {
    done.set(item, Math.min(doneMs, plannedDurationMs(item.chapter)))
    onProgress?.([...done.values()].reduce((sum, ms) => sum + ms, 0) / totalMs)
  }
}
