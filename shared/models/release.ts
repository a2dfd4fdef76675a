import type { LimitRange, MeasureName, NarrationPolicy, RuleSource } from './delivery-profile.ts'
import type { DeliveredFile } from './production.ts'

/** A place that is worth listening to, in the time of its file. */
export interface SoundSpot {
  kind: 'loudest' | 'quietest' | 'clipped' | 'silent' | 'noisiest'
  atMs: number
  lengthMs: number
  /** LUFS of the loudest and the quietest speech, dBFS of the noisiest pause, milliseconds of silence, clipped samples. */
  value: number
}

/**
 * What a finished file, or one chapter in it, sounds like.
 *
 * Levels are null where there is nothing but silence: the noise floor is when half a second is digital silence, loudness
 * when nothing is above −70 LUFS or the sound is shorter than a block (0.4 s, for the range 3 s).
 */
export interface SoundMeasures extends Record<MeasureName, number | null> {
  durationMs: number
  /** Before the first and behind the last sample at or above −50 dBFS; all of it when there is none. */
  headMs: number
  tailMs: number
  /** The longest run of frames that are zero in 16 bits, in all channels; fewer than 16 do not count. */
  digitalSilenceMs: number
  /** Samples in runs of at least three at full scale. */
  clippedSamples: number
  /** Mean of the samples of the channel that is farthest from zero; 1 is full scale. */
  dcOffset: number
  spots: readonly SoundSpot[]
}

/** What a file says about itself, read back from the disk. */
export interface FileFacts {
  sizeBytes: number
  durationMs: number
  /** ffmpeg's name: `mp3`, `aac`, `flac`, `opus`. */
  codec: string
  sampleRateHz: number
  channels: 'mono' | 'stereo' | 'joint stereo' | 'more'
  bitRateKbps: number
  /** Null where a codec knows no constant rate. */
  isConstantBitRate: boolean | null
  /** Lower-case keys as ffprobe gives them: `title`, `artist`, `album`, `composer`, `date`, `genre`, `language`. */
  tags: Readonly<Record<string, string>>
  marks: readonly { title: string; startMs: number; endMs: number }[]
  cover: { widthPx: number; heightPx: number } | null
}

/** Everything that can be checked of a release. */
export type CheckId =
  | MeasureName
  | 'bitRate'
  | 'constantBitRate'
  | 'sampleRate'
  | 'channels'
  | 'codec'
  | 'tags'
  | 'chapterMarks'
  | 'name'
  | 'cover'
  | 'credits'
  | 'sample'
  | 'titleLength'
  | 'unreadable'
  | 'unchanged'

/** What mends a red cell; each is applied to the chapters concerned only. */
export const REMEDIES = ['level', 'limit', 'roomTone', 'edges', 'split', 'render', 'rebuild', 'cover'] as const
export type Remedy = (typeof REMEDIES)[number]

/** One cell of the gate: a number, its limit, and whether it holds. */
export interface Check {
  id: CheckId
  /** `note`: measured, but the profile sets no limit. */
  status: 'pass' | 'fail' | 'note'
  found: number | string | null
  /** The limit in words with its unit: `−23 to −18 dB`; null for a note. */
  limit: string | null
  /** Why it fails, as a sentence; null unless it does. */
  reason: string | null
  remedy: Remedy | null
}

/** A row of the gate: a file, or a chapter within one. */
export interface ReportRow {
  /** Path in the release's folder, with `/`. */
  file: string
  kind: DeliveredFile['kind']
  /** The book's chapter that it holds; null for whole books, parts, credits, samples. */
  chapterIndex: number | null
  title: string
  /** Where it begins in its file; 0 for a file. */
  startMs: number
  isWholeFile: boolean
  checks: readonly Check[]
  spots: readonly SoundSpot[]
}

/** A column of the gate, with where its limit was read. */
export interface ReportColumn {
  id: CheckId
  label: string
  unit: string | null
  range: LimitRange | null
  rule: RuleSource | null
}

/** The gate's answer for one release. */
export interface ReleaseReport {
  schemaVersion: 1
  profileId: string
  profileName: string
  bookId: string
  title: string
  author: string
  narratorName: string
  /** ISO-8601 UTC. */
  measuredAt: string
  verdict: 'pass' | 'fail'
  failedChecks: number
  policy: NarrationPolicy
  columns: readonly ReportColumn[]
  rows: readonly ReportRow[]
  /** Of the release as a whole: cover, credits, sample, length. */
  wholeChecks: readonly Check[]
  /** How `wholeChecks` are called and where their limits were read, in their order. */
  wholeColumns: readonly ReportColumn[]
}

/** A file of a release: its manifest entry. */
export interface ManifestFile {
  /** Path in the release's folder, with `/`. */
  file: string
  kind: DeliveredFile['kind']
  sizeBytes: number
  sha256: string
  durationMs: number | null
  /** Hash of all that it was made from: equal means that it need not be made anew. */
  madeFrom: string
  /** The same fact by fact, so that it can be said what has changed. */
  facts: Readonly<Record<string, string>>
  chapterIndex: number | null
  title: string
  /** Null until it was measured, and for what is no sound. */
  measures: SoundMeasures | null
  /** The chapters that it holds, in its own time; measured one by one. */
  chapters: readonly { title: string; startMs: number; measures: SoundMeasures }[]
}

/** A file of a release as a producer sees it. */
export type ReleaseFile = Pick<ManifestFile, 'file' | 'kind' | 'sizeBytes' | 'durationMs' | 'title'>

/** What a release consists of; `manifest.json` in the folder of the release. */
export interface ReleaseManifest {
  schemaVersion: 1
  bookId: string
  narratorId: string
  profileId: string
  /** Keys of the encoded chapters that its files are made of. */
  encodings: readonly string[]
  files: readonly ManifestFile[]
}

/** A release as the Release tab lists it, one for each profile of a production. */
export interface ReleaseCard {
  productionId: number
  bookId: string
  narratorId: string
  narratorName: string
  profileId: string
  profileName: string
  description: string
  /** `outdated`: something that it was made from has changed since. */
  state: 'none' | 'outdated' | 'building' | 'ready' | 'failed'
  verdict: 'pass' | 'fail' | null
  failedChecks: number
  policy: NarrationPolicy
  /** 0–1 while it is built. */
  progress: number
  /** What is being done, in plain words; null when nothing is. */
  activity: string | null
  error: string | null
  files: number
  sizeBytes: number
  /** When its files were measured. */
  measuredAt: string | null
}

/** What a change to a title would make anew, in one of the places where files of it lie. */
export interface ReleaseImpact {
  productionId: number
  narratorName: string
  /** Null for what the production itself delivers. */
  profileId: string | null
  profileName: string | null
  radius: BlastRadius
}

/** What a change, or a build, would make anew. */
export interface BlastRadius {
  /** Files that would be made, with why, as a few words: `the cover is another`, `not made yet`. */
  files: readonly { file: string; kind: DeliveredFile['kind']; why: string }[]
  filesKept: number
  /** Passages to be spoken again, and how long servers take for them; null where no pace is known. */
  passages: number
  renderMs: number | null
  /** Chapters and length of sound to be encoded. */
  chapters: number
  encodeMs: number
  /** Length of video to be encoded. */
  videoMs: number
}
