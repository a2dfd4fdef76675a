import { dirname, join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Logger } from '#electron/log/logger.ts'
import { connect, setPragmas, withDatabaseErrors, type DatabaseAccess, type SqliteConnection } from './connection.ts'
import { migrate, migrationState } from './migrate.ts'
import { ChunkRepository } from './repositories/chunk.ts'
import { JobRepository } from './repositories/job.ts'
import { JobFileRepository } from './repositories/job-file.ts'
import { NarratorRepository } from './repositories/narrator.ts'
import { PictureRepository } from './repositories/picture.ts'
import { ProductionRepository } from './repositories/production.ts'
import { ProductionLogRepository } from './repositories/production-log.ts'
import { QueueRepository } from './repositories/queue.ts'
import { QueueSurveyRepository } from './repositories/queue-survey.ts'
import { RenderPaceRepository } from './repositories/render-pace.ts'
import { ServerWorkRepository } from './repositories/server-work.ts'
import { StudioStateRepository } from './repositories/studio-state.ts'
import { TitleRepository } from './repositories/title.ts'
import { guardCalls } from './guard-calls.ts'

/** One environment's rows behind typed repositories, on one connection; everything is synchronous. */
export interface Database {
  readonly file: string
  readonly titles: TitleRepository
  readonly narrators: NarratorRepository
  readonly productions: ProductionRepository
  readonly productionLog: ProductionLogRepository
  readonly jobs: JobRepository
  readonly jobFiles: JobFileRepository
  readonly queue: QueueRepository
  readonly queueSurvey: QueueSurveyRepository
  readonly chunks: ChunkRepository
  readonly pictures: PictureRepository
  readonly serverWork: ServerWorkRepository
  readonly renderPace: RenderPaceRepository
  readonly studioState: StudioStateRepository
  /** All or nothing; nests. Nothing may be awaited inside. */
  transaction<T>(work: () => T): T
  /** Whether another process has written since it was asked last. */
  isChangedByOthers(): boolean
  close(): void
}

export interface DatabaseOptions {
  access: DatabaseAccess
  /** Where copies go before a migration; `backups` beside the file when left out. */
  backupDir?: string
  /** Hears of calls that take longer than 50 ms. */
  logger?: Logger
}

/**
 * Opens an environment's database; one with an older schema is copied and migrated first. Only a writer makes a missing one.
 *
 * Throws AppErrors `database.…` that name the file and the remedy: missing, newer, foreign, corrupt, busy, full, unreadable.
 */
export function openDatabase(file: string, options: DatabaseOptions): Database {
  if (options.access === 'read' && !isCurrent(file)) openDatabase(file, { ...options, access: 'write' }).close()
  const connection = connect(file, options.access)
  try {
    return withDatabaseErrors(file, () => {
      if (!connection.readonly) migrate(connection, { backupDir: options.backupDir ?? join(dirname(file), 'backups') })
      setPragmas(connection)
      return compose(connection, options.logger)
    })
  } catch (error) {
    connection.close()
    throw error
  }
}

function compose(connection: SqliteConnection, logger: Logger | undefined): Database {
  const db = drizzle(connection)
  const file = connection.name
  const guarded = <T extends object>(name: string, repository: T) => guardCalls(repository, { name, file, logger })
  return {
    file,
    titles: guarded('titles', new TitleRepository(db)),
    narrators: guarded('narrators', new NarratorRepository(db)),
    productions: guarded('productions', new ProductionRepository(db)),
    productionLog: guarded('productionLog', new ProductionLogRepository(db)),
    jobs: guarded('jobs', new JobRepository(db)),
    jobFiles: guarded('jobFiles', new JobFileRepository(db)),
    queue: guarded('queue', new QueueRepository(db)),
    queueSurvey: guarded('queueSurvey', new QueueSurveyRepository(db)),
    chunks: guarded('chunks', new ChunkRepository(db)),
    pictures: guarded('pictures', new PictureRepository(db)),
    serverWork: guarded('serverWork', new ServerWorkRepository(db)),
    renderPace: guarded('renderPace', new RenderPaceRepository(db)),
    studioState: guarded('studioState', new StudioStateRepository(db)),
    transaction: (work) => withDatabaseErrors(file, () => connection.transaction(work).immediate()),
    isChangedByOthers: watchOthers(connection),
    close: () => connection.close(),
  }
}

function watchOthers(connection: SqliteConnection): () => boolean {
  const read = () => connection.pragma('data_version', { simple: true })
  let known = read()
  return () => {
    const present = read()
    const isChanged = present !== known
    known = present
    return isChanged
  }
}

function isCurrent(file: string): boolean {
  const connection = connect(file, 'read')
  try {
    return withDatabaseErrors(file, () => migrationState(connection).kind === 'current')
  } finally {
    connection.close()
  }
}
