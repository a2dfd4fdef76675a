import type { JobInputValue } from './job.ts'
import type { Narrator } from './narrator.ts'

/** A narrator as cards and menus show it; the sample's path stays in the main process. */
export interface NarratorCard extends Omit<Narrator, 'voiceSamplePath'> {
  engine: 'embedded' | 'comfyui'
  /** The voice model in plain words. */
  voiceModelLabel: string
  /** Why the voice cannot speak now; null when nothing is known against it. */
  problem: string | null
  sample: { version: string } | null
  productions: number
  /** Measured over the latest finished chunks; null before there are any. */
  charactersPerMinute: number | null
}

/** What a producer fills in. */
export interface NarratorDraft {
  name: string
  voiceModel: string
  language: string
  gender: string | null
  description: string | null
  /** What the voice sample says, word for word; left out, it stays as it is. */
  sampleText?: string | null | undefined
  parameters: Record<string, JobInputValue>
}

/** A workflow that speaks. */
export interface VoiceModel {
  workflowId: string
  label: string
  engine: 'embedded' | 'comfyui'
  /** Why it cannot be used now; null when nothing is known against it. */
  problem: string | null
  /** It clones the narrator's voice sample. */
  needsSample: boolean
  /** What it makes of the sample's words: nothing, a better voice, or it cannot speak without them. */
  sampleWords: 'unused' | 'helpful' | 'needed'
  parameters: VoiceParameter[]
}

/** A value that a producer may set for a voice model. */
export type VoiceParameter =
  | { name: string; label: string; kind: 'choice'; choices: { value: string; label: string }[]; default: string }
  | { name: string; label: string; kind: 'number'; min: number; max: number; step: number; default: number }
  | { name: string; label: string; kind: 'text'; isLong: boolean; default: string }
  | { name: string; label: string; kind: 'flag'; default: boolean }

/** Loudest points of a sound in equal slices, 0–1. */
export interface Waveform {
  peaks: number[]
  durationMs: number
}

/** What was measured of a voice sample, with what a producer should know about it. */
export interface SampleReport {
  durationMs: number
  loudnessDbfs: number
  peakDbfs: number
  warnings: string[]
}

/** A line that a narrator speaks on trial. */
export interface Audition {
  auditionId: string
  narratorId: string
  narratorName: string
  text: string
  status: 'waiting' | 'running' | 'done' | 'failed'
  message: string | null
  durationMs: number | null
  /** How long it took from the request, once it is done. */
  tookMs: number | null
  createdAt: string
}

/** Five minutes of uncompressed stereo. */
export const LARGEST_SAMPLE_BYTES = 60 * 1024 * 1024
