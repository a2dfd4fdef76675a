import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { encodedFile, encodingKey, pruneEncodings, removeEncodings, soundKey } from '#electron/audio/chapter-cache.ts'
import { encodeTracks, type WantedTrack } from '#electron/audio/encode-tracks.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import type { ChapterAnalysis } from '#electron/audio/mastering/analyse-chapter.ts'
import type { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import { runPool } from '#electron/audio/run-pool.ts'
import { syncFile } from '#electron/audio/sync-file.ts'
import { pruneSegments } from '#electron/audio/video/make-video.ts'
import { sha256OfFile } from '#electron/library/file-hash.ts'
import { Turns } from '#electron/library/turns.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { DeliveredKind } from '#shared/models/production.ts'
import type { ManifestFile, ReleaseManifest } from '#shared/models/release.ts'
import { embeddedCoverAt, type EditionPictures } from './edition-pictures.ts'
import { entriesOf, readManifest, writeManifest } from './manifest.ts'
import { factHashes, madeFrom, type MakeContext, type Product } from './product.ts'
import type { Recipe, Track } from './recipe.ts'

/** Where an edition lies. */
export interface EditionPlaces {
  /** Files of products are relative to it. */
  dir: string
  manifestFile: string
  /** Encoded chapters of this narrator, shared by all editions. */
  chaptersDir: string
  segmentsDir: string
  /** Manifests of all editions that use the encoded chapters. */
  manifestFiles: () => Promise<string[]>
}

export interface BuildOptions {
  ffmpeg: Ffmpeg
  measurer: SoundMeasurer
  recipe: Recipe
  products: readonly Product[]
  pictures: Pick<EditionPictures, 'cover' | 'coverAt'>
  places: EditionPlaces
  /** Only products of these kinds are made; the others stay as they are. */
  kinds?: ReadonlySet<DeliveredKind>
  /** Files are compared by their content, not by their size alone. */
  isThorough?: boolean
  signal?: AbortSignal | undefined
  /** 0–1 */
  onProgress?: ((value: number) => void) | undefined
}

/** Editions of one narrator share their encoded chapters: they are built one after the other. */
const BUILDS = new Turns()
/** The shares of the work that encoding and finishing are; a video weighs more than its copy of the sound. */
const ENCODING_SHARE = 0.8
/** What is said of a file that was joined from damaged chapters. */
const DAMAGE: ReadonlySet<string> = new Set(['media.fileIncomplete', 'media.encodingDamaged'])
const TEMP_FOLDER = /^(?:edition-[0-9a-f]+\.part|work-\w+)$/

/**
 * Makes what is missing or outdated of an edition and writes its manifest; what is as it should be is not touched.
 *
 * Whole files that were read back appear all at once at the end; files that the edition no longer has are removed.
 */
export async function buildEdition(options: BuildOptions): Promise<ReleaseManifest> {
  return BUILDS.run(options.places.chaptersDir, () => build(options))
}

async function build(options: BuildOptions): Promise<ReleaseManifest> {
  const { recipe, places, kinds, signal } = options
  const earlier = await readManifest(places.manifestFile)
  const products = options.products.filter(({ kind }) => kinds?.has(kind) ?? true)
  const kept = entriesOf(earlier)
  const missing: Product[] = []
  for (const product of products) {
    if (!(await isMade(product, kept.get(product.file), options))) missing.push(product)
  }
  await mkdir(places.chaptersDir, { recursive: true })
  await removeTemporary(places.chaptersDir)
  await removeTemporary(places.segmentsDir)
  const entries = missing.length === 0 ? [] : await makeMissing(missing, kept, options)
  const made = new Map(entries.map((entry) => [entry.file, entry]))
  signal?.throwIfAborted()
  const planned = options.products.flatMap(({ file }) => made.get(file) ?? kept.get(file) ?? [])
  const current = new Set(options.products.map(({ file }) => file))
  const others = [...kept.values()].filter(({ file }) => !current.has(file))
  // Kinds that were not asked for now stay as they are.
  const files = [...planned, ...others.filter(({ kind }) => kinds?.has(kind) === false)]
  const manifest: ReleaseManifest = {
    schemaVersion: 1,
    bookId: recipe.bookId,
    narratorId: recipe.narratorId,
    profileId: recipe.profile.id,
    encodings: keysOf(recipe),
    files,
  }
  const outdated = others.filter(({ kind }) => kinds?.has(kind) ?? true)
  // Before the manifest forgets them: else a kill between the two would leave them for good.
  // A name that differs in case only may be the new file itself.
  const names = new Set(files.map(({ file }) => file.toLowerCase()))
  for (const { file } of outdated) if (!names.has(file.toLowerCase())) await removeDelivered(places.dir, file)
  if (missing.length > 0 || JSON.stringify(manifest) !== JSON.stringify(earlier)) {
    await writeManifest(places.manifestFile, manifest)
  }
  if (missing.length > 0) await pruneCache(places)
  options.onProgress?.(1)
  return manifest
}

/** Makes products; where an encoded chapter turns out to be damaged, those that they need are encoded anew, once. */
async function makeMissing(
  missing: readonly Product[],
  kept: ReadonlyMap<string, ManifestFile>,
  options: BuildOptions,
): Promise<ManifestFile[]> {
  try {
    return await makeOnce(missing, kept, options)
  } catch (error: unknown) {
    if (!(error instanceof AppError) || !DAMAGE.has(error.code) || options.signal?.aborted === true) throw error
    const keys = new Set(
      wantedTracks(missing).map(({ plan, trim }) => encodingKey(plan, options.recipe.settings, trim)),
    )
    await removeEncodings(options.places.chaptersDir, keys)
    return makeOnce(missing, kept, options)
  }
}

async function makeOnce(
  missing: readonly Product[],
  kept: ReadonlyMap<string, ManifestFile>,
  options: BuildOptions,
): Promise<ManifestFile[]> {
  const { places, products } = options
  const tempDir = join(places.chaptersDir, `edition-${randomBytes(4).toString('hex')}.part`)
  await mkdir(tempDir)
  try {
    const context = await prepare(missing, kept, { ...options, tempDir })
    const entries = await finishAll(missing, context, { ...options, tempDir })
    // Only who knows all videos of the edition can tell which segments none of them needs.
    const videos = products.filter(({ kind }) => kind === 'video').length
    if (videos > 0 && context.videoPlans.length === videos) await pruneSegments(places.segmentsDir, context.videoPlans)
    return entries
  } finally {
    await rm(tempDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** True when the file is there and was made from the same. */
export async function isMade(
  product: Product,
  entry: ManifestFile | undefined,
  { places, isThorough = false }: Pick<BuildOptions, 'places' | 'isThorough'>,
): Promise<boolean> {
  if (entry?.madeFrom !== madeFrom(product)) return false
  const path = join(places.dir, product.file)
  const found = await stat(path).catch(() => null)
  if (found?.size !== entry.sizeBytes) return false
  return !isThorough || (await sha256OfFile(path)) === entry.sha256
}

/** The tracks that products need, each once with all that is needed of it. */
export function wantedTracks(products: readonly Product[]): WantedTrack[] {
  const wanted = new Map<Track, WantedTrack>()
  for (const { track, codecs, needsPauses } of products.flatMap(({ needs }) => needs)) {
    const known = wanted.get(track)
    wanted.set(track, {
      plan: track.plan,
      trim: track.trim,
      codecs: [...new Set([...(known?.codecs ?? []), ...codecs])],
      wantsAnalysis: needsPauses || (known?.wantsAnalysis ?? false),
    })
  }
  return [...wanted.values()]
}

/** Brings the sound of all tracks into the cache. */
async function prepare(
  products: readonly Product[],
  kept: ReadonlyMap<string, ManifestFile>,
  options: BuildOptions & { tempDir: string },
): Promise<MakeContext> {
  const { ffmpeg, measurer, recipe, pictures, places, tempDir, signal } = options
  const { settings } = recipe
  const analyses = await encodeTracks(wantedTracks(products), {
    ...{ ffmpeg, measurer, settings, chaptersDir: places.chaptersDir, tempDir, signal },
    concurrency: availableParallelism(),
    onProgress: (value) => options.onProgress?.(value * ENCODING_SHARE),
  })
  return {
    ffmpeg,
    recipe,
    signal,
    segmentsDir: places.segmentsDir,
    videoPlans: [],
    entryOf: ({ file }) => kept.get(file),
    coverAt: pictures.coverAt,
    embeddedCover: pictures.cover === null ? null : await embeddedCoverAt(pictures),
    soundOf: ({ plan, trim }, codec) =>
      encodedFile(places.chaptersDir, encodingKey(plan, settings, trim), codec, settings),
    analysisOf: (track) => requireAnalysis(analyses, track),
  }
}

async function finishAll(
  products: readonly Product[],
  context: MakeContext,
  { places, tempDir, signal, onProgress }: BuildOptions & { tempDir: string },
): Promise<ManifestFile[]> {
  const entries = new Map<string, { entry: ManifestFile; tempFile: string }>()
  const done = new Map<Product, number>()
  const report = (product: Product, value: number): void => {
    done.set(product, value)
    const sum = [...done.values()].reduce((total, each) => total + each, 0)
    onProgress?.(ENCODING_SHARE + ((1 - ENCODING_SHARE) * sum) / products.length)
  }
  const make = async ([index, product]: [number, Product], poolSignal: AbortSignal): Promise<void> => {
    const tempFile = join(tempDir, `product-${index}.${product.extension}`)
    const durationMs = await product.make(tempFile, {
      ...context,
      entryOf: (other) => entries.get(other.file)?.entry ?? context.entryOf(other),
      signal: poolSignal,
      onProgress: (value) => report(product, value),
    })
    await syncFile(tempFile)
    const { file, kind, title, chapterIndex } = product
    const { size } = await stat(tempFile)
    const entry: ManifestFile = {
      ...{ file, kind, sizeBytes: size, sha256: await sha256OfFile(tempFile), durationMs },
      ...{ madeFrom: madeFrom(product), facts: factHashes(product) },
      ...{ chapterIndex, title, measures: null, chapters: [] },
    }
    entries.set(file, { entry, tempFile })
    report(product, 1)
  }
  const tasks = [...products.entries()]
  const pool = { concurrency: availableParallelism(), signal }
  // What tells of other files is written when they are there.
  for (const isSummary of [false, true]) {
    await runPool(
      tasks.filter(([, product]) => (product.isSummary ?? false) === isSummary),
      pool,
      make,
    )
  }
  for (const { entry, tempFile } of entries.values()) {
    const path = join(places.dir, entry.file)
    await mkdir(dirname(path), { recursive: true })
    await rename(tempFile, path)
  }
  return [...entries.values()].map(({ entry }) => entry)
}

/** Also the folders that were there for it alone. */
async function removeDelivered(dir: string, file: string): Promise<void> {
  await rm(join(dir, file), { force: true })
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    if ((await readdir(join(dir, folder)).catch(() => ['gone'])).length > 0) return
    await rmdir(join(dir, folder))
  }
}

function requireAnalysis(analyses: ReadonlyMap<string, ChapterAnalysis>, { plan, title }: Track): ChapterAnalysis {
  const analysis = analyses.get(soundKey(plan))
  if (analysis === undefined) throw new Error(`“${title}” was not analysed`)
  return analysis
}

function keysOf({ tracks, settings }: Recipe): string[] {
  return tracks.flatMap(({ plan, trim }) => [soundKey(plan), encodingKey(plan, settings, trim)])
}

/** What no edition is made of any more. */
async function pruneCache({ chaptersDir, manifestFiles }: EditionPlaces): Promise<void> {
  const manifests = await Promise.all((await manifestFiles()).map(readManifest))
  await pruneEncodings(chaptersDir, new Set(manifests.flatMap((manifest) => manifest?.encodings ?? [])))
}

/** What a killed studio left; its ffmpeg may still have files open in there. */
async function removeTemporary(dir: string): Promise<void> {
  for (const name of await readdir(dir).catch(() => [])) {
    if (TEMP_FOLDER.test(name)) await rm(join(dir, name), { recursive: true, force: true, maxRetries: 5 })
  }
}
