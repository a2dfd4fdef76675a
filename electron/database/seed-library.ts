import { randomUUID } from 'node:crypto'
import { STEPS, type ProductionStatus, type Step, type StepStatus } from '#shared/models/production.ts'
import { connect, setPragmas, withDatabaseErrors, type SqliteConnection } from './connection.ts'

/** A title that has rows and no folder. */
export interface SeedTitle {
  bookId: string
  title: string
  author: string
  genre: string | null
  language: string
  publicationYear: number
  words: number
  chapters: number
  addedAt: string
  production: SeedProduction | null
}

/** A production as far as its status says, with a job for each chunk and one for the cover. */
export interface SeedProduction {
  narratorId: string
  status: ProductionStatus
  chunks: number
  /** What its chunks say, in turn. */
  texts: readonly string[]
}

export interface SeedReport {
  titles: number
  productions: number
  jobs: number
  chunks: number
}

type Cell = string | number | null
type Insert = (row: Record<string, Cell>) => number

const CHUNKS_A_CHAPTER = 25
const CHUNK_MS = 21_000
const JOB_SECONDS = 2.4
const FAILURES = [
  [
    'outOfMemory',
    'CUDA out of memory. Tried to allocate 2.00 GiB (OutOfMemoryError in node 7, KSampler)\nTraceback (most recent call last):\n  File "execution.py", line 518, in execute',
  ],
  [
    'serverError',
    'Sizes of tensors must match except in dimension 1. (RuntimeError in node 4, SpeechModel)\nTraceback (most recent call last):\n  File "execution.py", line 518, in execute',
  ],
  ['timeout', 'The prompt ran for longer than 300 s and was cancelled.'],
  ['missingNode', 'No server has the node SpeechModel.'],
] as const

/** Fills an environment's database past its repositories, all or nothing: benchmarks need a library in seconds. */
export function seedLibrary(file: string, titles: Iterable<SeedTitle>): SeedReport {
  const connection = connect(file, 'write')
  try {
    return withDatabaseErrors(file, () => {
      setPragmas(connection)
      return connection.transaction(() => insertAll(connection, titles)).immediate()
    })
  } finally {
    connection.close()
  }
}

function insertAll(connection: SqliteConnection, titles: Iterable<SeedTitle>): SeedReport {
  const report: SeedReport = { titles: 0, productions: 0, jobs: 0, chunks: 0 }
  const insertTitle = inserter(connection, 'titles')
  const tables = {
    production: inserter(connection, 'audiobook_production'),
    job: inserter(connection, 'comfyui_jobs'),
    chunk: inserter(connection, 'chunks'),
    log: inserter(connection, 'production_log'),
  }
  for (const title of titles) {
    insertTitle(titleRow(title))
    report.titles++
    if (title.production === null) continue
    report.productions++
    report.chunks += title.production.chunks
    report.jobs += insertProduction(tables, title, title.production)
  }
  return report
}

/** Returns how many jobs it has. */
function insertProduction(
  tables: Record<'production' | 'job' | 'chunk' | 'log', Insert>,
  title: SeedTitle,
  production: SeedProduction,
): number {
  const { bookId, addedAt: at } = title
  const { status, chunks, texts, narratorId } = production
  const counts = countsOf(production)
  const productionId = tables.production(productionRow(title, production, counts.done))
  const run = randomUUID().slice(0, 8)
  const jobOf = (type: string, index: number, state: 'done' | 'failed' | 'pending', inputs: object, place: string) => {
    const [errorClass, errorTrace] = FAILURES[index % FAILURES.length] ?? FAILURES[0]
    const hasRun = state !== 'pending'
    return tables.job({
      config_name: `${type}_${run}_${String(index).padStart(4, '0')}_${bookId}`,
      job_type: type,
      workflow_id: type === 'T2I' ? 'T2I_cover_v1' : 'T2S_flite_v1',
      priority: type === 'T2I' ? 49 : 50,
      status: state,
      run_count: hasRun ? 1 : 0,
      start_time: hasRun ? at : null,
      end_time: hasRun ? at : null,
      duration: hasRun ? JOB_SECONDS : null,
      error_class: state === 'failed' ? errorClass : null,
      error_trace: state === 'failed' ? errorTrace : null,
      inputs: JSON.stringify(inputs),
      output_path: place,
      production_id: productionId,
      server_name: hasRun ? 'embedded' : null,
      metadata: JSON.stringify({ bookId, narratorId }),
      created_at: at,
      updated_at: at,
    })
  }
  for (let index = 0; index < chunks; index++) {
    const state = index < counts.done ? 'done' : index < counts.done + counts.failed ? 'failed' : 'pending'
    const text = texts[index % texts.length] ?? ''
    const [chapter, place] = [1 + Math.floor(index / CHUNKS_A_CHAPTER), 1 + (index % CHUNKS_A_CHAPTER)]
    const key = `${run}${String(index).padStart(24, '0')}`
    const path = `foundry/${bookId}/audiobook/${narratorId}/chunks/takes/${key}.flac`
    const jobId = jobOf('SPEECH', index, state, { text, voice: 'slt' }, path)
    tables.chunk({
      production_id: productionId,
      chapter_index: chapter,
      chunk_index: place,
      role: 'text',
      ending: 'sentence',
      text,
      audio_key: key,
      job_id: jobId,
      status: state,
      audio_path: state === 'done' ? path : null,
      duration_ms: state === 'done' ? CHUNK_MS : null,
      sample_rate_hz: state === 'done' ? 16_000 : null,
      created_at: at,
      updated_at: at,
    })
  }
  if (chunks > 0) jobOf('T2I', chunks, 'done', { title: title.title }, `foundry/${bookId}/images/cover.png`)
  tables.log({ production_id: productionId, at, level: 'info', message: `Opened: ${title.title}.` })
  tables.log({ production_id: productionId, at, level: 'info', message: `It is ${status}.` })
  return chunks > 0 ? chunks + 1 : 0
}

function countsOf({ status, chunks }: SeedProduction): { done: number; failed: number } {
  if (status === 'completed') return { done: chunks, failed: 0 }
  const failed = status === 'failed' ? Math.ceil(chunks / 20) : 0
  return { done: status === 'failed' ? chunks - failed : Math.floor(chunks / 2), failed }
}

function titleRow(title: SeedTitle): Record<string, Cell> {
  const { bookId, author, genre, language, publicationYear, words, chapters, addedAt, production } = title
  return {
    book_id: bookId,
    title: title.title,
    author,
    genre,
    language,
    publication_year: publicationYear,
    words,
    chapters,
    audiobook_complete: production?.status === 'completed' ? 1 : 0,
    audiobook_narrator_id: production?.narratorId ?? null,
    created_at: addedAt,
    updated_at: addedAt,
  }
}

function productionRow(
  title: SeedTitle,
  { status, narratorId, chunks }: SeedProduction,
  done: number,
): Record<string, Cell> {
  const error =
    status === 'failed'
      ? { step: 'audio_generation', message: 'Some chunks could not be spoken: CUDA out of memory.' }
      : null
  const steps = Object.fromEntries(STEPS.map((step) => [`${step}_status`, stepStatus(step, status, chunks)]))
  return {
    book_id: title.bookId,
    narrator_id: narratorId,
    status,
    ...steps,
    total_chapters: Math.ceil(chunks / CHUNKS_A_CHAPTER),
    total_chunks: chunks,
    total_words: title.words,
    audio_jobs_completed: done,
    audio_duration_seconds: status === 'completed' ? (done * CHUNK_MS) / 1000 : 0,
    metadata: JSON.stringify({ formats: ['m4b'], skippedSteps: STEPS_LEFT_OUT, error }),
    created_at: title.addedAt,
    updated_at: title.addedAt,
  }
}

const STEPS_LEFT_OUT: readonly Step[] = ['image_prompts', 'subtitle_generation', 'video_generation']

function stepStatus(step: Step, status: ProductionStatus, chunks: number): StepStatus {
  if (STEPS_LEFT_OUT.includes(step) || chunks === 0) return 'pending'
  if (status === 'completed' || step === 'parse_novel' || step === 'metadata') return 'completed'
  if (step === 'audio_generation' && status === 'failed') return 'failed'
  return step === 'image_generation' || step === 'image_jobs_generation' ? 'completed' : 'pending'
}

/** Inserts rows of one shape into a table; returns the id of each. */
function inserter(connection: SqliteConnection, table: string): Insert {
  let run: ((row: Record<string, Cell>) => number) | null = null
  return (row) => {
    if (run === null) {
      const columns = Object.keys(row)
      const statement = connection.prepare<[Record<string, Cell>]>(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
      )
      run = (values) => Number(statement.run(values).lastInsertRowid)
    }
    return run(row)
  }
}
