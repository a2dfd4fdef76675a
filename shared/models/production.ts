/** The pipeline's steps in order; `<step>_status` is the column of each. */
export const STEPS = [
  'parse_novel',
  'metadata',
  'audio_generation',
  'audio_files_moved',
  'audio_combination_planned',
  'audio_combination',
  'image_prompts',
  'image_jobs_generation',
  'image_generation',
  'subtitle_generation',
  'video_generation',
] as const
export type Step = (typeof STEPS)[number]

export const STEP_STATUSES = ['pending', 'processing', 'completed', 'failed'] as const
export type StepStatus = (typeof STEP_STATUSES)[number]

export const PRODUCTION_STATUSES = ['pending', 'processing', 'paused', 'completed', 'failed', 'cancelled'] as const
export type ProductionStatus = (typeof PRODUCTION_STATUSES)[number]

/**
 * What a production or a release can deliver; `mp3` and `flac` and `opus` are a file a chapter, `mp3-parts` and `m4b` a
 * file a part, `srt` and `vtt` both.
 */
export const DELIVERY_FORMATS = ['m4b', 'mp3', 'mp3-parts', 'flac', 'opus', 'srt', 'vtt', 'epub', 'video'] as const
export type DeliveryFormat = (typeof DELIVERY_FORMATS)[number]

/** Kinds of finished files: each format's own, and what lies beside them. */
export const DELIVERED_KINDS = [...DELIVERY_FORMATS, 'cover', 'thumbnail', 'text', 'report'] as const
export type DeliveredKind = (typeof DELIVERED_KINDS)[number]

/** A finished file; `path` is relative to the workspace. */
export interface DeliveredFile {
  kind: DeliveredKind
  path: string
  bytes: number
  durationSeconds: number | null
}

/** What the studio keeps in a production's JSON column. */
export interface ProductionMetadata {
  formats: DeliveryFormat[]
  /** Steps that were not asked for stay pending and are named here. */
  skippedSteps: Step[]
  credits?: { opening: string; closing: string }
  /** What the chunk rows were planned from: an equal key means that they still hold. */
  planKey?: string
  /** Relative to the workspace. */
  coverPath?: string
  /** A preset of `audiobook.pause_presets`; without one the pauses of the configuration hold. */
  pausePreset?: string | null
  files?: DeliveredFile[]
  error?: { step: Step; message: string } | null
}

export interface Production {
  id: number
  bookId: string
  narratorId: string
  status: ProductionStatus
  steps: Record<Step, StepStatus>
  totalChapters: number
  totalChunks: number
  totalWords: number
  audioJobsCompleted: number
  audioDurationSeconds: number
  metadata: ProductionMetadata
  createdAt: string
  updatedAt: string
}

/** Which part of a production a chunk belongs to: credits frame the book, a title opens a chapter. */
export const CHUNK_ROLES = ['opening', 'title', 'text', 'closing'] as const
export type ChunkRole = (typeof CHUNK_ROLES)[number]

export const CHUNK_STATUSES = ['pending', 'done', 'failed'] as const
export type ChunkStatus = (typeof CHUNK_STATUSES)[number]
