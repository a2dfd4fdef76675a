import type { DeliveryFormat } from './production.ts'

/**
 * How sure a number is: A the outlet's own page, B several independent pages, C one page, D general knowledge;
 * `own` is a rule of the studio's or the producer's own.
 */
export const SOURCE_GRADES = ['A', 'B', 'C', 'D', 'own'] as const
export type SourceGrade = (typeof SOURCE_GRADES)[number]

/** Where a rule was read, and when: outlets change their rules. */
export interface RuleSource {
  grade: SourceGrade
  /** Web address, or a sentence where there is none. */
  source: string
  /** `2026-11`; empty for a rule of one's own. */
  seen: string
}

/** Numbers from `min` to `max`; a bound that is left out does not bind. */
export interface LimitRange extends Partial<RuleSource> {
  min?: number
  max?: number
}

/** What is measured of sound, each with its unit in the name. */
export const MEASURE_NAMES = [
  'rmsDbfs',
  'loudnessLufs',
  'loudnessRangeLu',
  'truePeakDbtp',
  'samplePeakDbfs',
  'noiseFloorDbfs',
  'headMs',
  'tailMs',
  'digitalSilenceMs',
  'clippedSamples',
  'dcOffset',
  'durationMs',
] as const
export type MeasureName = (typeof MEASURE_NAMES)[number]

/** The level that chapters are brought to, in two measured passes. */
export interface LevelAim {
  metric: 'lufs' | 'rms'
  level: number
  /** True peaks are limited to this before encoding: lossy coding overshoots. */
  peakDbtp: number
}

/** Whether an outlet takes synthetic narration: a light of its own beside the technical one. */
export interface NarrationPolicy extends RuleSource {
  light: 'green' | 'amber' | 'red'
  rule: string
  /** What another source claims instead. */
  conflict?: string
}

/** What the files of a release are called. */
export const NAMING_RULES = ['title', 'numbered', 'librivox', 'parts-of'] as const
export type NamingRule = (typeof NAMING_RULES)[number]

/** In which folders the files of a release lie, and what lies beside them. */
export const RELEASE_LAYOUTS = ['flat', 'audiobookshelf', 'feed', 'youtube'] as const
export type ReleaseLayout = (typeof RELEASE_LAYOUTS)[number]

/** All that one outlet asks of a release: what is made for it, and what is measured against which limit. */
export interface DeliveryProfile {
  /** `acx`; a folder of that name holds its releases. */
  id: string
  name: string
  /** For whom or where, in one line. */
  description: string
  formats: readonly DeliveryFormat[]
  level: LevelAim
  /** Room tone before and after each file. */
  headMs: number
  tailMs: number
  sampleRateHz: number
  aacKbps: number
  mp3Kbps: number
  opusKbps: number
  /** Longer books are split at chapter ends. */
  maxPartHours: number
  naming: NamingRule
  layout: ReleaseLayout
  /** `files`: opening and closing credits are files of their own, else they are heard in the first and last chapter. */
  credits: 'inside' | 'files'
  /** A retail sample of at most this length, cut at a sentence end. */
  sampleMaxMs: number | null
  /** Edge of the square cover that lies beside the sound; null where none is asked for. */
  coverPx: number | null
  tags: 'full' | 'short'
  limits: {
    measures: Partial<Record<MeasureName, LimitRange>>
    /** Bit rate in kbit/s of lossy sound. */
    bitRateKbps?: LimitRange & { isConstant?: boolean; stereoMin?: number }
    /** Binds files of the named codecs only, or all. */
    sampleRateHz?: RuleSource & { allowed: readonly number[]; onlyFor?: readonly string[] }
    /** `isUniform`: all files have the same. */
    channels?: RuleSource & { allowed: readonly ('mono' | 'stereo')[]; isUniform?: boolean }
    codecs?: RuleSource & { allowed: readonly string[] }
    /** Tags that must be there and name this book. */
    tags?: RuleSource & { required: readonly string[] }
    /** Chapter marks of files that hold several chapters. */
    chapterMarks?: RuleSource
    /** Where the outlet, and not only the studio, has a rule for names. */
    name?: RuleSource
    /** The picture inside a sound file. */
    embeddedCover?: RuleSource & { minPx: number }
    /** The picture beside the sound. */
    cover?: RuleSource & { minPx: number; maxPx?: number; isSquare: boolean }
    /** Credits as files of their own. */
    credits?: RuleSource
    sample?: RuleSource
    /** Of all files together. */
    titleMs?: LimitRange
  }
  policy: NarrationPolicy
}
