import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ChunkEnding } from '#shared/models/book.ts'
import type { JobErrorClass, JobStatus, JobType } from '#shared/models/job.ts'
import type { ChunkRole, ChunkStatus, ProductionStatus, StepStatus } from '#shared/models/production.ts'
import type { PictureKind } from '#shared/models/picture.ts'
import type { ProductionLogEntry } from '#shared/models/production-card.ts'

const NOW = sql`(strftime('%Y-%m-%dT%H:%M:%fZ','now'))`
const createdAt = () => text('created_at').notNull().default(NOW)
const updatedAt = () => text('updated_at').notNull().default(NOW)
const stepStatus = (name: string) => text(name).$type<StepStatus>().notNull().default('pending')
const moment = (name: string) => text(name)
const count = (name: string) => integer(name).notNull().default(0)

export const narrators = sqliteTable('narrators', {
  narratorId: text('narrator_id').primaryKey(),
  narratorName: text('narrator_name').notNull(),
  voiceSamplePath: text('voice_sample_path'),
  voiceModel: text('voice_model').notNull(),
  language: text('language').notNull().default('en'),
  gender: text('gender'),
  description: text('description'),
  active: integer('active', { mode: 'boolean' }).notNull().default(true),
  createdAt: createdAt(),
  parameters: text('parameters').notNull().default('{}'),
  /** What the sample says, word for word: some voice models want it. */
  sampleText: text('sample_text'),
})

export const titles = sqliteTable(
  'titles',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    bookId: text('book_id').notNull().unique(),
    title: text('title').notNull(),
    author: text('author').notNull(),
    genre: text('genre'),
    language: text('language').notNull().default('en'),
    publicationYear: integer('publication_year'),
    sourceUrl: text('source_url'),
    audiobookComplete: integer('audiobook_complete', { mode: 'boolean' }).notNull().default(false),
    audiobookNarratorId: text('audiobook_narrator_id').references(() => narrators.narratorId),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    sourceSha256: text('source_sha256'),
    words: integer('words'),
    chapters: integer('chapters'),
    removedAt: moment('removed_at'),
  },
  (table) => [index('titles_source_sha256').on(table.sourceSha256)],
)

export const audiobookProduction = sqliteTable(
  'audiobook_production',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    bookId: text('book_id')
      .notNull()
      .references(() => titles.bookId),
    narratorId: text('narrator_id')
      .notNull()
      .references(() => narrators.narratorId),
    status: text('status').$type<ProductionStatus>().notNull().default('pending'),
    parseNovelStatus: stepStatus('parse_novel_status'),
    parseNovelCompletedAt: moment('parse_novel_completed_at'),
    metadataStatus: stepStatus('metadata_status'),
    metadataCompletedAt: moment('metadata_completed_at'),
    totalChapters: count('total_chapters'),
    totalChunks: count('total_chunks'),
    totalWords: count('total_words'),
    audioGenerationStatus: stepStatus('audio_generation_status'),
    audioGenerationCompletedAt: moment('audio_generation_completed_at'),
    audioJobsCompleted: count('audio_jobs_completed'),
    totalAudioFiles: count('total_audio_files'),
    audioDurationSeconds: real('audio_duration_seconds').notNull().default(0),
    audioFileSizeBytes: count('audio_file_size_bytes'),
    audioFilesMovedStatus: stepStatus('audio_files_moved_status'),
    audioFilesMovedCompletedAt: moment('audio_files_moved_completed_at'),
    audioCombinationPlannedStatus: stepStatus('audio_combination_planned_status'),
    audioCombinationPlannedCompletedAt: moment('audio_combination_planned_completed_at'),
    audioCombinationStatus: stepStatus('audio_combination_status'),
    audioCombinationCompletedAt: moment('audio_combination_completed_at'),
    imagePromptsStatus: stepStatus('image_prompts_status'),
    imagePromptsStartedAt: moment('image_prompts_started_at'),
    imagePromptsCompletedAt: moment('image_prompts_completed_at'),
    imageJobsGenerationStatus: stepStatus('image_jobs_generation_status'),
    imageJobsGenerationCompletedAt: moment('image_jobs_generation_completed_at'),
    imageJobsCompleted: count('image_jobs_completed'),
    totalImageJobs: count('total_image_jobs'),
    imageGenerationStatus: stepStatus('image_generation_status'),
    imageGenerationCompletedAt: moment('image_generation_completed_at'),
    subtitleGenerationStatus: stepStatus('subtitle_generation_status'),
    subtitleGenerationCompletedAt: moment('subtitle_generation_completed_at'),
    videoGenerationStatus: stepStatus('video_generation_status'),
    videoGenerationStartedAt: moment('video_generation_started_at'),
    videoGenerationCompletedAt: moment('video_generation_completed_at'),
    totalVideosCreated: count('total_videos_created'),
    metadata: text('metadata').notNull().default('{}'),
    retryCount: count('retry_count'),
    maxRetries: integer('max_retries').notNull().default(3),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('audiobook_production_book').on(table.bookId, table.narratorId),
    index('audiobook_production_stage').on(table.status),
    check(
      'audiobook_production_status',
      sql`${table.status} in ('pending','processing','paused','completed','failed','cancelled')`,
    ),
  ],
)

export const comfyuiJobs = sqliteTable(
  'comfyui_jobs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    configName: text('config_name').notNull().unique(),
    jobType: text('job_type').$type<JobType>().notNull(),
    workflowId: text('workflow_id').notNull(),
    priority: integer('priority').notNull().default(50),
    status: text('status').$type<JobStatus>().notNull().default('pending'),
    runCount: count('run_count'),
    retriesAttempted: count('retries_attempted'),
    retryLimit: integer('retry_limit').notNull().default(2),
    startTime: moment('start_time'),
    endTime: moment('end_time'),
    duration: real('duration'),
    errorTrace: text('error_trace'),
    metadata: text('metadata').notNull().default('{}'),
    workerId: text('worker_id'),
    leaseExpiresAt: moment('lease_expires_at'),
    inputs: text('inputs').notNull().default('{}'),
    outputPath: text('output_path').notNull().default(''),
    productionId: integer('production_id').references(() => audiobookProduction.id),
    errorClass: text('error_class').$type<JobErrorClass>(),
    serverName: text('server_name'),
    promptId: text('prompt_id'),
    graphHash: text('graph_hash'),
    postedAt: moment('posted_at'),
    notBefore: moment('not_before'),
    /** JSON list of the servers that went down while they ran the job, one entry each time. */
    crashedServers: text('crashed_servers').notNull().default('[]'),
    /** The server of the last failed try: another one is to have the next. */
    failedServer: text('failed_server'),
    /** The job file below `paths.jobs_processing` that the job came from, relative to that folder. */
    jobFile: text('job_file'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('comfyui_jobs_claim').on(table.status, table.priority),
    index('comfyui_jobs_next').on(table.status, table.workflowId, table.priority),
    index('comfyui_jobs_production').on(table.productionId, table.status, table.duration),
    index('comfyui_jobs_finished').on(table.serverName, table.endTime),
    index('comfyui_jobs_file')
      .on(table.jobFile)
      .where(sql`${table.jobFile} IS NOT NULL`),
    index('comfyui_jobs_page').on(table.id, table.status, table.jobType, table.productionId),
    check('comfyui_jobs_status', sql`${table.status} in ('pending','processing','done','failed')`),
    check('comfyui_jobs_priority', sql`${table.priority} between 1 and 999`),
  ],
)

export const chunks = sqliteTable(
  'chunks',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    productionId: integer('production_id')
      .notNull()
      .references(() => audiobookProduction.id),
    chapterIndex: integer('chapter_index').notNull(),
    chunkIndex: integer('chunk_index').notNull(),
    role: text('role').$type<ChunkRole>().notNull(),
    ending: text('ending').$type<ChunkEnding>().notNull(),
    text: text('text').notNull(),
    sourceStart: integer('source_start'),
    sourceEnd: integer('source_end'),
    audioKey: text('audio_key').notNull(),
    jobId: integer('job_id').references(() => comfyuiJobs.id),
    status: text('status').$type<ChunkStatus>().notNull().default('pending'),
    audioPath: text('audio_path'),
    durationMs: integer('duration_ms'),
    sampleRateHz: integer('sample_rate_hz'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('chunks_place').on(table.productionId, table.chapterIndex, table.chunkIndex),
    index('chunks_job').on(table.jobId),
    index('chunks_audio_key').on(table.audioKey),
    index('chunks_production').on(table.productionId, table.status),
    check('chunks_status', sql`${table.status} in ('pending','done','failed')`),
    check('chunks_role', sql`${table.role} in ('opening','title','text','closing')`),
  ],
)

export const productionLog = sqliteTable(
  'production_log',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    productionId: integer('production_id')
      .notNull()
      .references(() => audiobookProduction.id),
    at: text('at').notNull().default(NOW),
    level: text('level').$type<ProductionLogEntry['level']>().notNull(),
    message: text('message').notNull(),
  },
  (table) => [
    index('production_log_production').on(table.productionId),
    check('production_log_level', sql`${table.level} in ('info','warn','error')`),
  ],
)

/** Pictures of a title: drawn candidates, uploads, and which one is used in each place. */
export const pictures = sqliteTable(
  'pictures',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    bookId: text('book_id')
      .notNull()
      .references(() => titles.bookId),
    kind: text('kind').$type<PictureKind>().notNull(),
    /** Of a scene: its chapter and the paragraph that it begins with, from 1. */
    chapterIndex: count('chapter_index'),
    paragraphIndex: count('paragraph_index'),
    origin: text('origin').$type<'drawn' | 'uploaded' | 'book'>().notNull(),
    styleId: text('style_id'),
    prompt: text('prompt'),
    seed: integer('seed'),
    workflowId: text('workflow_id'),
    jobId: integer('job_id').references(() => comfyuiJobs.id),
    /** Relative to the workspace; null until it is drawn. */
    path: text('path'),
    sha256: text('sha256'),
    widthPx: integer('width_px'),
    heightPx: integer('height_px'),
    isChosen: integer('is_chosen', { mode: 'boolean' }).notNull().default(false),
    removedAt: moment('removed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('pictures_place').on(table.bookId, table.kind, table.chapterIndex, table.paragraphIndex),
    index('pictures_job').on(table.jobId),
    check('pictures_kind', sql`${table.kind} in ('cover','thumbnail','scene')`),
    check('pictures_origin', sql`${table.origin} in ('drawn','uploaded','book')`),
  ],
)

/** What each server has rendered with each workflow, a row for each UTC day. */
export const renderPace = sqliteTable(
  'render_pace',
  {
    serverName: text('server_name').notNull(),
    workflowId: text('workflow_id').notNull(),
    /** `2026-11-22` */
    day: text('day').notNull(),
    jobsDone: count('jobs_done'),
    triesFailed: count('tries_failed'),
    /** Of the texts that were rendered. */
    characters: count('characters'),
    /** Time on the server, from the start of a prompt to its end. */
    renderMs: count('render_ms'),
    /** Length of the sound that came of it; 0 for pictures. */
    audioMs: count('audio_ms'),
  },
  (table) => [primaryKey({ columns: [table.serverName, table.workflowId, table.day] })],
)

/** Switches of an environment that outlive its studio, such as the paused queue. */
export const studioState = sqliteTable('studio_state', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})
