import { rm } from 'node:fs/promises'
import { readAudioInfo } from './audio-info.ts'
import type { AudioInfo } from './audio-info.ts'
import { encodedFile, encodingKey, isEncoded, soundKey } from './chapter-cache.ts'
import type { EncodingSettings } from './chapter-cache.ts'
import { gapFile, joiningFormat, makeGaps, writeChapterList } from './chapter-source.ts'
import type { ChapterSource, JoiningFormat, SpeechInfos } from './chapter-source.ts'
import type { Codec } from './codec.ts'
import { encodeChapter, nameDamagedChunk } from './encode-chapter.ts'
import type { EncodedOutput } from './encode-chapter.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { analyseChapter, analysisFile, readAnalysis } from './mastering/analyse-chapter.ts'
import type { ChapterAnalysis } from './mastering/analyse-chapter.ts'
import { levelFilter } from './mastering/master-filter.ts'
import { isLimitedHard, makeUp, planMaster } from './mastering/plan-master.ts'
import type { Mastering, Trim } from './mastering/plan-master.ts'
import type { SoundMeasurer } from './measuring/sound-measurer.ts'
import { plannedDurationMs } from './plan-chapter.ts'
import type { ChapterPlan, Segment } from './plan-chapter.ts'
import { runPool } from './run-pool.ts'

/** A chapter, a credit or a sample that is to be there in some codecs. */
export interface WantedTrack {
  plan: ChapterPlan
  trim: Trim
  codecs: readonly Codec[]
  /** Its pauses are asked for, for subtitles. */
  wantsAnalysis: boolean
}

export interface EncodeTracksOptions {
  ffmpeg: Ffmpeg
  measurer: SoundMeasurer
  settings: EncodingSettings
  chaptersDir: string
  tempDir: string
  concurrency: number
  signal?: AbortSignal | undefined
  /** 0–1. */
  onProgress?: ((value: number) => void) | undefined
}

/** What is still to be done for a track. */
interface Work {
  plan: ChapterPlan
  trim: Trim
  /** Unlike that of any other: tracks that differ in their trim alone have the same sound. */
  encodingKey: string
  soundKey: string
  outputs: readonly EncodedOutput[]
}

/** Headers are read this many at a time; more do not make the disk faster. */
const HEADERS_AT_ONCE = 16
/** The share of a track's work that measuring is. */
const ANALYSIS_SHARE = 0.1

/** What of the tracks is not in the cache yet; tracks that are alike to the byte share their work. */
export async function missingWork(
  tracks: readonly WantedTrack[],
  { settings, chaptersDir }: Pick<EncodeTracksOptions, 'settings' | 'chaptersDir'>,
): Promise<Work[]> {
  const missing = new Map<string, Work>()
  for (const { plan, trim, codecs, wantsAnalysis } of tracks) {
    const key = encodingKey(plan, settings, trim)
    const known = missing.get(key)?.outputs ?? []
    const files = codecs
      .filter((codec) => known.every((output) => output.codec !== codec))
      .map((codec) => ({ codec, file: encodedFile(chaptersDir, key, codec, settings) }))
    const absent = await Promise.all(files.map(async (output) => ((await isEncoded(output.file)) ? [] : [output])))
    const sound = soundKey(plan)
    const lacksAnalysis = wantsAnalysis && (await readAnalysis(analysisFile(chaptersDir, sound))) === null
    if (absent.flat().length > 0 || lacksAnalysis) {
      missing.set(key, { plan, trim, encodingKey: key, soundKey: sound, outputs: [...known, ...absent.flat()] })
    }
  }
  return [...missing.values()]
}

/**
 * Brings all tracks into the cache: each is measured, brought to its level and encoded, the longest first.
 *
 * What is there already is not made again. Returns the analyses that are asked for, by `soundKey`.
 */
export async function encodeTracks(
  tracks: readonly WantedTrack[],
  options: EncodeTracksOptions,
): Promise<Map<string, ChapterAnalysis>> {
  const { chaptersDir, signal } = options
  const work = await missingWork(tracks, options)
  const queue = work.sort((a, b) => plannedDurationMs(b.plan) - plannedDurationMs(a.plan))
  const infos = await readInfos(queue, options)
  const gaps = new Gaps(options)
  const analyses = new Map<string, Promise<ChapterAnalysis>>()
  const report = progressOf(queue, options.onProgress)
  await runPool(queue, options, async (item, poolSignal) => {
    const context = { ...options, infos, gaps, analyses, signal: poolSignal }
    try {
      await masterTrack(item, context, (done) => report(item, done))
    } catch (error: unknown) {
      if (!poolSignal.aborted) await nameDamagedChunk(item.plan, infos, context)
      throw error
    }
    report(item, 1)
  })
  signal?.throwIfAborted()
  const wanted = new Map<string, ChapterAnalysis>()
  for (const { plan } of tracks.filter(({ wantsAnalysis }) => wantsAnalysis)) {
    const key = soundKey(plan)
    const analysis = await readAnalysis(analysisFile(chaptersDir, key))
    if (analysis !== null) wanted.set(key, analysis)
  }
  return wanted
}

interface MasterContext extends EncodeTracksOptions {
  infos: SpeechInfos
  gaps: Gaps
  /** By the name of the sound: tracks that are alike are measured once. */
  analyses: Map<string, Promise<ChapterAnalysis>>
}

/** `onProgress` is told 0–1 of this track. */
async function masterTrack(item: Work, context: MasterContext, onProgress: (done: number) => void): Promise<void> {
  const { settings, infos, gaps } = context
  const { plan, encodingKey: key } = item
  const open = async (clicking: ReadonlySet<string>): Promise<ChapterSource> => {
    await gaps.make(joiningFormat(speechOf(plan, infos), settings.sampleRateHz, clicking.size > 0), plan.segments)
    return writeChapterList(key, plan.segments, infos, settings.sampleRateHz, context, clicking)
  }
  const raw = await open(new Set())
  const analysis = await analysisOf(item, raw, context)
  onProgress(ANALYSIS_SHARE)
  if (item.outputs.length === 0) {
    await Promise.all(raw.preparedFiles.map((prepared) => rm(prepared)))
    return
  }
  const clicking = clickingFiles(plan, analysis)
  const source = clicking.size > 0 ? await open(clicking) : raw
  const mastering = await planLevel(source, analysis, item.trim, context)
  const totalMs = plannedDurationMs(plan)
  await encodeChapter(plan, source, mastering, item.outputs, {
    ...context,
    onProgress: (ms) => onProgress(ANALYSIS_SHARE + (1 - ANALYSIS_SHARE) * Math.min(1, ms / totalMs)),
  })
}

function analysisOf(item: Work, source: ChapterSource, context: MasterContext): Promise<ChapterAnalysis> {
  const { analyses, chaptersDir } = context
  const analyse = async (): Promise<ChapterAnalysis> => {
    const file = analysisFile(chaptersDir, item.soundKey)
    return (await readAnalysis(file)) ?? analyseChapter(source, file, context)
  }
  const analysis = analyses.get(item.soundKey) ?? analyse()
  analyses.set(item.soundKey, analysis)
  return analysis
}

/** Gain and ceiling; where much is limited, measured once more behind the limiter. */
async function planLevel(
  source: ChapterSource,
  analysis: ChapterAnalysis,
  trim: Trim,
  { ffmpeg, settings: { level }, measurer, signal }: MasterContext,
): Promise<Mastering> {
  const mastering = planMaster(analysis, level, trim)
  if (level === null || !isLimitedHard(analysis, mastering)) return mastering
  const filter = levelFilter(source.rateHz, mastering)
  const { whole } = await measurer.measure({ ffmpeg, input: source.input, filter }, { signal })
  return makeUp(mastering, whole, level, trim)
}

/** The files in whose time a click was found. */
function clickingFiles(plan: ChapterPlan, { clicks }: ChapterAnalysis): Set<string> {
  const files = new Set<string>()
  let startMs = 0
  for (const segment of plan.segments) {
    const endMs = startMs + segment.durationMs
    const [from, to] = [startMs, endMs]
    if (segment.kind === 'speech' && clicks.some((click) => click.startMs < to && click.endMs > from)) {
      files.add(segment.file)
    }
    startMs = endMs
  }
  return files
}

function speechOf({ segments }: ChapterPlan, infos: SpeechInfos): AudioInfo[] {
  return segments.flatMap((segment) => (segment.kind === 'speech' ? (infos.get(segment.file) ?? []) : []))
}

async function readInfos(queue: readonly Work[], options: EncodeTracksOptions): Promise<SpeechInfos> {
  const infos = new Map<string, AudioInfo>()
  const files = new Set(
    queue.flatMap(({ plan }) => plan.segments.flatMap((segment) => (segment.kind === 'speech' ? [segment.file] : []))),
  )
  await runPool([...files], { concurrency: HEADERS_AT_ONCE, signal: options.signal }, async (file) => {
    infos.set(file, await readAudioInfo(file, options.ffmpeg))
  })
  return infos
}

/** The files of gaps, each made once, by whoever needs it first. */
class Gaps {
  readonly #options: Pick<EncodeTracksOptions, 'ffmpeg' | 'tempDir' | 'signal'>
  readonly #made = new Map<string, Promise<void>>()

  constructor(options: Pick<EncodeTracksOptions, 'ffmpeg' | 'tempDir' | 'signal'>) {
    this.#options = options
  }

  async make(format: JoiningFormat, segments: readonly Segment[]): Promise<void> {
    const lengths = new Set(segments.flatMap((segment) => (segment.kind === 'gap' ? [segment.durationMs] : [])))
    const fileOf = (durationMs: number): string => gapFile(this.#options.tempDir, format, durationMs)
    const missing = [...lengths].filter((durationMs) => !this.#made.has(fileOf(durationMs)))
    if (missing.length > 0) {
      const making = makeGaps(format, missing, this.#options)
      for (const durationMs of missing) this.#made.set(fileOf(durationMs), making)
    }
    // All at once: a failure that nobody waits for would end the studio.
    await Promise.all([...lengths].flatMap((durationMs) => this.#made.get(fileOf(durationMs)) ?? []))
  }
}

function progressOf(
  queue: readonly Work[],
  onProgress: ((value: number) => void) | undefined,
): (item: Work, done: number) => void {
  const totalMs = queue.reduce((sum, { plan }) => sum + plannedDurationMs(plan), 0)
  const done = new Map<Work, number>()
  return (item, share) => {
    done.set(item, share * plannedDurationMs(item.plan))
    onProgress?.([...done.values()].reduce((sum, ms) => sum + ms, 0) / totalMs)
  }
}
