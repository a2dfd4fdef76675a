import type { ImportItem, ImportStatus } from '#shared/models/import-item.ts'
import type { OutgoingFile } from './outbox.ts'
import type { MarkedState } from '#renderer/ui/state-mark.tsx'

/** A line of the list of files on their way: one that is still here, or one that the studio has. */
export type ImportRow =
  { kind: 'outgoing'; id: string; file: OutgoingFile } | { kind: 'item'; id: string; item: ImportItem }

export interface ImportSummary {
  total: number
  /** Read, refused or stopped: nothing more will happen to them by itself. */
  settled: number
  failed: number
  duplicates: number
}

export const IMPORT_MARKS: Readonly<Record<ImportStatus, { state: MarkedState; label: string }>> = {
  waiting: { state: 'waiting', label: 'Waiting' },
  reading: { state: 'running', label: 'Reading' },
  created: { state: 'done', label: 'On the shelf' },
  updated: { state: 'done', label: 'Updated' },
  unchanged: { state: 'done', label: 'Already on the shelf' },
  duplicate: { state: 'needsYou', label: 'On the shelf with another text' },
  failed: { state: 'failed', label: 'Not taken' },
  cancelled: { state: 'paused', label: 'Stopped' },
}

export const OUTGOING_MARKS: Readonly<Record<OutgoingFile['status'], { state: MarkedState; label: string }>> = {
  waiting: { state: 'waiting', label: 'Waiting' },
  sending: { state: 'running', label: 'Reading' },
  refused: { state: 'failed', label: 'Not taken' },
}

/** Decisions first, then what went wrong, then what is under way and what waits; what is done comes last, newest first. */
export function importRows(outgoing: readonly OutgoingFile[], items: Iterable<ImportItem>): ImportRow[] {
  const known = [...items]
  // The studio tells of a file before its request is answered: it is shown once.
  const beingRead = new Set(known.filter(({ status }) => isUnderWay(status)).map(({ name }) => name))
  const rows: ImportRow[] = [
    ...outgoing
      .filter(({ status, name }) => status !== 'sending' || !beingRead.has(name))
      .map((file) => ({ kind: 'outgoing' as const, id: `o${file.key}`, file })),
    ...known.reverse().map((item) => ({ kind: 'item' as const, id: item.importId, item })),
  ]
  return rows
    .map((row) => ({ row, rank: rankOf(row) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ row }) => row)
}

export function summaryOf(rows: readonly ImportRow[]): ImportSummary {
  const is = (...ranks: number[]) => rows.filter((row) => ranks.includes(rankOf(row))).length
  return {
    total: rows.length,
    settled: is(RANKS.failed, RANKS.done),
    failed: is(RANKS.failed),
    duplicates: is(RANKS.duplicate),
  }
}

const RANKS = { duplicate: 0, failed: 1, reading: 2, waiting: 3, done: 4 } as const

function rankOf(row: ImportRow): number {
  if (row.kind === 'outgoing')
    return RANKS[({ waiting: 'waiting', sending: 'reading', refused: 'failed' } as const)[row.file.status]]
  switch (row.item.status) {
    case 'duplicate':
    case 'failed':
    case 'reading':
    case 'waiting':
      return RANKS[row.item.status]
    case 'created':
    case 'updated':
    case 'unchanged':
    case 'cancelled':
      return RANKS.done
  }
}

function isUnderWay(status: ImportStatus): boolean {
  return status === 'waiting' || status === 'reading'
}
