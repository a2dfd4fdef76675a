import type { ChapterAnalysis } from '#electron/audio/mastering/analyse-chapter.ts'
import type { Codec } from '#electron/audio/codec.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import type { VideoPlan } from '#electron/audio/video/video-plan.ts'
import { sha256Of } from '#electron/library/book-files.ts'
import type { DeliveredKind } from '#shared/models/production.ts'
import type { ManifestFile } from '#shared/models/release.ts'
import type { NamedFile } from './naming.ts'
import type { Recipe, Track } from './recipe.ts'

/** What a product needs of a track before it can be made. */
export interface TrackNeed {
  track: Track
  codecs: readonly Codec[]
  /** The pauses that sentences are timed by. */
  needsPauses: boolean
}

/** What is at hand when products are made. */
export interface MakeContext {
  ffmpeg: Ffmpeg
  recipe: Recipe
  /** An encoded track. */
  soundOf: (track: Track, codec: Codec) => string
  analysisOf: (track: Track) => ChapterAnalysis
  /** The square JPEG that goes into sound files; null without a cover. */
  embeddedCover: string | null
  /** The cover in another size; throws `release.noCover` without one. */
  coverAt: (px: number) => Promise<string>
  /** What became of another product that is made before. */
  entryOf: (product: Product) => ManifestFile | undefined
  /** Segments of videos are kept here. */
  segmentsDir: string
  /** Takes the plan of each video that is made. */
  videoPlans: VideoPlan[]
  signal?: AbortSignal | undefined
  /** 0–1 of this product. */
  onProgress?: ((value: number) => void) | undefined
}

/** A file that a release is to consist of, before it has its name. */
export interface UnnamedProduct {
  /** What its name is made from. */
  role: NamedFile['role']
  extension: string
  kind: DeliveredKind
  title: string
  chapterIndex: number | null
  /** Everything that decides its bytes. */
  facts: ProductFacts
  needs: readonly TrackNeed[]
  /** Made when all others are there, since it tells of them. */
  isSummary?: boolean
  /** Writes the file to `output`; returns how long it is, null for what has no length. */
  make(output: string, context: MakeContext): Promise<number | null>
}

/** The same with its place, with `/`, relative to the folder of the release. */
export interface Product extends UnnamedProduct {
  file: string
}

/** What a product is made from, each under the words that a producer reads when it is another than before. */
export type ProductFacts = Readonly<Record<string, unknown>>

/** Files that carry a date carry this one, so that the same book is the same bytes. */
export const FIXED_DATE = new Date('2020-01-01T00:00:00Z')

/** Raise it when equal facts are to give other bytes. */
const PRODUCT_VERSION = 1

/** A name for what a product is made from. */
export function madeFrom(product: Pick<UnnamedProduct, 'kind' | 'facts'>): string {
  return sha256Of(JSON.stringify([PRODUCT_VERSION, product.kind, factHashes(product)]))
}

/** The facts one by one, short enough to be kept with the file. */
export function factHashes({ facts }: Pick<UnnamedProduct, 'facts'>): Record<string, string> {
  const hashes = Object.entries(facts).map(([name, fact]) => [name, sha256Of(JSON.stringify(fact)).slice(0, 16)])
  return Object.fromEntries(hashes) as Record<string, string>
}
