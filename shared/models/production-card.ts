import type { ChunkStatus, DeliveredFile, DeliveryFormat, ProductionStatus, Step, StepStatus } from './production.ts'

/** A production as boards and lists show it. */
export interface ProductionCard {
  id: number
  bookId: string
  title: string
  author: string
  coverVersion: string
  narratorId: string
  narratorName: string
  status: ProductionStatus
  steps: Record<Step, StepStatus>
  /** Steps that this production was not asked for. */
  skippedSteps: Step[]
  formats: DeliveryFormat[]
  /** Null is the studio's usual pauses. */
  pausePreset: string | null
  chunksDone: number
  chunksFailed: number
  chunksTotal: number
  /** 0–1 over the whole production. */
  progress: number
  /** What is being done, in plain words; null when nothing is. */
  activity: string | null
  charactersPerSecond: number | null
  etaMs: number | null
  /** It is under way, but its jobs wait: the queue is paused. */
  isHeldByQueue: boolean
  /** Time that servers have worked for it. */
  serverSeconds: number
  audioDurationSeconds: number
  error: { step: Step; message: string } | null
  createdAt: string
  updatedAt: string
}

/** A chunk as a tick: `id` names its sound. */
export interface ChunkTick {
  id: number
  /** `running` while a server works on its job. */
  status: ChunkStatus | 'running'
  /** Changes with the sound; part of the sound's address. */
  version: string
  /** The present take is not the first try. */
  isRedone: boolean
  characters: number
  durationMs: number | null
}

/** A chapter of a production with its chunks in reading order. */
export interface ProductionChapter {
  index: number
  title: string
  chunks: ChunkTick[]
}

/** What happened to a production. */
export interface ProductionLogEntry {
  id: number
  productionId: number
  at: string
  level: 'info' | 'warn' | 'error'
  message: string
}

/** All that the page of one production shows. */
export interface ProductionDetails {
  card: ProductionCard
  chapters: ProductionChapter[]
  /** Latest first. */
  log: ProductionLogEntry[]
  files: (Pick<DeliveredFile, 'kind' | 'bytes' | 'durationSeconds'> & { name: string; fileId: string })[]
}
