import type { ImportItem } from '../models/import-item.ts'
import type { JobFilesState } from '../models/job-file.ts'
import type { JobRow } from '../models/job-row.ts'
import type { Audition, NarratorCard } from '../models/narrator-card.ts'
import type { ChunkTick, ProductionCard, ProductionLogEntry } from '../models/production-card.ts'
import type { PictureCard } from '../models/picture.ts'
import type { QueueState } from '../models/queue-state.ts'
import type { ReleaseCard } from '../models/release.ts'
import type { ServerCard } from '../models/server-card.ts'
import type { LogLine } from '../models/settings.ts'
import type { Activity, StudioStatus } from '../models/studio.ts'
import type { TitleCard } from '../models/title-card.ts'
import type { WorkflowCard, WorkflowsFault, WorkflowTrial } from '../models/workflow-card.ts'

/** All items of a noun as they were when every event up to `revision` had been told. */
export interface Snapshot<Item> {
  revision: number
  items: Item[]
}

/** What the studio tells its windows; each event carries the whole new state of its thing. */
export interface Events {
  'studio.changed': StudioStatus
  'activity.changed': Activity
  'title.changed': TitleCard
  'title.removed': { bookId: string }
  'import.changed': ImportItem
  'import.cleared': { importIds: string[] }
  'narrator.changed': NarratorCard
  'audition.changed': Audition
  'audition.cleared': { auditionIds: string[] }
  'production.changed': ProductionCard
  /** The chapters and chunks of a production are others than before. */
  'production.replanned': { id: number }
  'production.logged': ProductionLogEntry
  'chunk.changed': { productionId: number; chapterIndex: number; chunkIndex: number; tick: ChunkTick }
  'picture.changed': PictureCard
  'picture.removed': { bookId: string; id: number }
  'release.changed': ReleaseCard
  'job.changed': JobRow
  'queue.changed': QueueState
  'jobFiles.changed': JobFilesState
  'server.changed': ServerCard
  'server.removed': { name: string }
  'workflow.changed': WorkflowCard
  'workflow.removed': { workflowId: string }
  'workflow.faulted': WorkflowsFault
  'workflow.tried': WorkflowTrial
  'log.written': LogLine
  /** A command of the native menu; `commandId` is one of `COMMANDS`. */
  'command.invoked': { commandId: string }
}

export type EventName = keyof Events

/** An event on the wire; `revision` rises with each one that is told. */
export type StudioEvent = {
  [Name in EventName]: { name: Name; key: string; revision: number; data: Events[Name] }
}[EventName]
