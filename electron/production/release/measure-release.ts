import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { tagText } from '#electron/audio/book-tags.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { readFileFacts } from '#electron/audio/measuring/file-facts.ts'
import type { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import { runPool } from '#electron/audio/run-pool.ts'
import type { ManifestFile, ReleaseManifest, ReleaseReport } from '#shared/models/release.ts'
import { isRed } from './gate.ts'
import type { GateFile } from './gate-file.ts'
import { measureFile } from './gate-measuring.ts'
import type { Product } from './product.ts'
import type { Recipe, Track } from './recipe.ts'

const SOUND_KINDS: ReadonlySet<string> = new Set(['m4b', 'mp3', 'mp3-parts', 'flac', 'opus', 'video'])

/** False when a build was broken off before its files were measured: the report tells of former ones. */
export function isMeasured({ files }: ReleaseManifest, { rows }: ReleaseReport): boolean {
  const isFaulty = (file: string): boolean =>
    rows.some((row) => row.file === file && row.checks.some((check) => check.id === 'unreadable' && isRed(check)))
  return files.every(({ file, kind, measures }) => !SOUND_KINDS.has(kind) || measures !== null || isFaulty(file))
}

export interface MeasureReleaseOptions {
  ffmpeg: Ffmpeg
  measurer: SoundMeasurer
  recipe: Recipe
  products: readonly Product[]
  /** The folder of the release. */
  dir: string
  signal?: AbortSignal | undefined
  /** 0–1. */
  onProgress?: ((value: number) => void) | undefined
}

/** What was read back from the disk: the manifest with its measures, and the same for the gate. */
export interface MeasuredRelease {
  manifest: ReleaseManifest
  files: GateFile[]
}

/** Reads every file with sound back and measures those that were not measured as they are now. */
export async function measureRelease(
  manifest: ReleaseManifest,
  options: MeasureReleaseOptions,
): Promise<MeasuredRelease> {
  const { products, signal } = options
  const sounds = manifest.files.filter(({ kind }) => SOUND_KINDS.has(kind))
  const measured = new Map<string, { entry: ManifestFile; file: GateFile }>()
  const done = new Map<string, number>()
  const totalMs = sounds.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0)
  const report = (entry: ManifestFile, value: number): void => {
    done.set(entry.file, value * (entry.durationMs ?? 0))
    options.onProgress?.([...done.values()].reduce((sum, ms) => sum + ms, 0) / Math.max(1, totalMs))
  }
  const longestFirst = sounds.toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0))
  await runPool(longestFirst, { concurrency: availableParallelism(), signal }, async (entry, poolSignal) => {
    const product = products.find(({ file }) => file === entry.file)
    if (product === undefined) return
    const onProgress = (value: number): void => report(entry, value)
    measured.set(entry.file, await measureOne(entry, product, { ...options, signal: poolSignal, onProgress }))
    report(entry, 1)
  })
  const files = manifest.files.map((entry) => measured.get(entry.file)?.entry ?? entry)
  return { manifest: { ...manifest, files }, files: sounds.flatMap(({ file }) => measured.get(file)?.file ?? []) }
}

async function measureOne(
  entry: ManifestFile,
  product: Product,
  { ffmpeg, measurer, recipe, dir, signal, onProgress }: MeasureReleaseOptions,
): Promise<{ entry: ManifestFile; file: GateFile }> {
  const path = join(dir, entry.file)
  const { file, kind, chapterIndex, title, durationMs } = entry
  const held = heldTracks(product)
  const named = { file, kind, chapterIndex, title, role: product.role, expected: expectedOf(product, held, recipe) }
  if (entry.measures !== null) {
    // In the order of those measured now: equal reports are equal bytes.
    const chapters = entry.chapters.map((chapter, index) => ({ chapterIndex: chapterOf(held, index), ...chapter }))
    const sound = { facts: await readFileFacts(path, ffmpeg), measures: entry.measures }
    return { entry, file: { ...named, sound, fault: null, chapters } }
  }
  const found = await measureFile(path, {
    ...{ ffmpeg, measurer, signal },
    onProgress: (measuredMs) => onProgress?.(Math.min(1, measuredMs / Math.max(1, durationMs ?? 0))),
  })
  const chapters = found.chapters.map((chapter, index) => ({ ...chapter, chapterIndex: chapterOf(held, index) }))
  const measures = found.fault === null ? (found.sound?.measures ?? null) : null
  const kept = chapters.map((chapter) => ({
    title: chapter.title,
    startMs: chapter.startMs,
    measures: chapter.measures,
  }))
  return { entry: { ...entry, measures, chapters: kept }, file: { ...named, ...found, chapters } }
}

function chapterOf(held: readonly Track[], index: number): number | null {
  return held[index]?.chapterIndex ?? null
}

/** The chapters of a file that holds several. */
function heldTracks({ kind, needs }: Product): readonly Track[] {
  return kind === 'm4b' || kind === 'mp3-parts' || kind === 'video' ? needs.map(({ track }) => track) : []
}

function expectedOf(
  { title }: Product,
  held: readonly Track[],
  { tags, profile }: Recipe,
): NonNullable<GateFile['expected']> {
  const named = { title: tagText(title), artist: tagText(tags.author), album: tagText(tags.title) }
  return {
    tags: profile.tags === 'short' ? named : { ...named, composer: tagText(tags.narrator) },
    ...(held.length > 0 && { marks: held.length }),
  }
}
