import type { RenderStatistics } from '#shared/models/queue-state.ts'
import { daysAgo } from '#electron/production/queue-state.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { formatCount, formatDuration } from '../format-values.ts'
import { formatTable } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 stats`: what each server has done with each workflow. */
export function stats(context: CommandContext, days: number): Promise<CommandResult> {
  return withStudio(context, 'read', ({ database }) => {
    const since = daysAgo(days)
    const rows = database.renderPace.list(since)
    return {
      document: { days, since: since.toISOString(), statistics: rows.map(describe) },
      lines: rows.length > 0 ? table(rows) : ['Nothing was rendered in this time.'],
    }
  })
}

function describe(row: RenderStatistics): object {
  const { serverName, workflowId, jobsDone, triesFailed, characters, renderMs, audioMs } = row
  return {
    ...{ serverName, workflowId, jobsDone, triesFailed, failureShare: round(failureShare(row)) },
    ...{ characters, renderSeconds: round(renderMs / 1000), audioSeconds: round(audioMs / 1000) },
    realTimeFactor: audioMs > 0 && renderMs > 0 ? round(audioMs / renderMs) : null,
    charactersPerSecond: characters > 0 && renderMs > 0 ? round((characters * 1000) / renderMs) : null,
  }
}

function table(rows: readonly RenderStatistics[]): string[] {
  const columns = [
    { title: 'SERVER' },
    { title: 'WORKFLOW' },
    { title: 'SPEED', align: 'right' },
    { title: 'CHARACTERS/S', align: 'right' },
    { title: 'JOBS', align: 'right' },
    { title: 'FAILED TRIES', align: 'right' },
    { title: 'RENDERED IN', align: 'right' },
  ] as const
  const cells = rows.map((row) => {
    const { serverName, workflowId, jobsDone, triesFailed, characters, renderMs } = row
    const share = failureShare(row)
    return [
      serverName,
      workflowId,
      speedOf(row),
      characters > 0 && renderMs > 0 ? formatCount((characters * 1000) / renderMs) : '',
      formatCount(jobsDone),
      triesFailed === 0 ? '0' : `${formatCount(triesFailed)} (${(share * 100).toFixed(1)} %)`,
      formatDuration(renderMs),
    ]
  })
  return formatTable(columns, cells)
}

/** Sound is compared with how long it is to hear, pictures with nothing. */
function speedOf({ jobsDone, renderMs, audioMs }: RenderStatistics): string {
  if (jobsDone === 0 || renderMs === 0) return ''
  return audioMs > 0
    ? `${(audioMs / renderMs).toFixed(1)}× real time`
    : `${(renderMs / 1000 / jobsDone).toFixed(1)} s a job`
}

function failureShare({ jobsDone, triesFailed }: RenderStatistics): number {
  return triesFailed === 0 ? 0 : triesFailed / (jobsDone + triesFailed)
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
