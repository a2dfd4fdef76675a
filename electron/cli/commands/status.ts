import { statfs } from 'node:fs/promises'
import { countNotes } from '#electron/comfyui/job-files/inspect-job-files.ts'
import { jobFilesDir } from '#electron/comfyui/agent/job-places.ts'
import { STEPS, type Production } from '#shared/models/production.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { folderSizeBytes } from '../folder-size.ts'
import { countOf, formatBytes, formatCount } from '../format-values.ts'
import { stepName } from '../progress-line.ts'
import { formatFields } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 status`: what the environment holds, what is under way, and the room on the disk. */
export function status(context: CommandContext): Promise<CommandResult> {
  return withStudio(context, 'read', async ({ workspace, database }) => {
    const productions = database.productions.list()
    const titles = database.titles.list().length
    const jobs = database.jobs.counts()
    const byStatus = countByStatus(productions)
    const running = productions.filter((production) => production.status === 'processing')
    const { bavail, bsize } = await statfs(workspace.root)
    const queue = { isPaused: database.studioState.isOn('queue.paused') }
    const disk = { freeBytes: bavail * bsize, foundryBytes: await folderSizeBytes(workspace.foundryDir) }
    const jobFiles = { unusable: countNotes(jobFilesDir(workspace)) }
    const environment = workspace.env
    return {
      document: {
        environment,
        titles,
        productions: byStatus,
        jobs,
        jobFiles,
        queue,
        running: running.map(describe),
        disk,
      },
      lines: formatFields([
        ['Environment', `${environment} (${workspace.root})`],
        ['Titles', formatCount(titles)],
        ['Productions', listCounts(byStatus)],
        ['Jobs', listCounts(jobs) + (queue.isPaused ? '; the queue is paused' : '')],
        ...(jobFiles.unusable > 0 ? [['Job files', `${jobFiles.unusable} cannot be used: e3 job files`] as const] : []),
        ...running.map((production) => ['Under way', sentence(production)] as const),
        ['Disk', `foundry ${formatBytes(disk.foundryBytes)}, free ${formatBytes(disk.freeBytes)}`],
      ]),
    }
  })
}

function countByStatus(productions: readonly Production[]): Partial<Record<Production['status'], number>> {
  const counts: Partial<Record<Production['status'], number>> = {}
  for (const { status } of productions) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function listCounts(counts: Readonly<Record<string, number>>): string {
  const found = Object.entries(counts).filter(([, count]) => count > 0)
  return found.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ') || 'none'
}

function describe(production: Production): object {
  const { id, bookId, narratorId, audioJobsCompleted, totalChunks } = production
  const steps = stepsUnderWay(production)
  return { productionId: id, bookId, narratorId, steps, chunksDone: audioJobsCompleted, chunksTotal: totalChunks }
}

function sentence(production: Production): string {
  const { id, bookId, narratorId, audioJobsCompleted, totalChunks } = production
  const steps = stepsUnderWay(production).map(stepName).join(', ') || 'Starting'
  return `production ${id}, ${bookId} by ${narratorId}: ${steps} (${formatCount(audioJobsCompleted)} of ${countOf(totalChunks, 'chunk')})`
}

function stepsUnderWay({ steps }: Production) {
  return STEPS.filter((step) => steps[step] === 'processing')
}
