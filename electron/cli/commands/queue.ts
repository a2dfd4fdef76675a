import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import { queueState } from '#electron/production/queue-state.ts'
import type { Studio } from '#electron/studio/open-studio.ts'
import type { QueueState } from '#shared/models/queue-state.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { countOf, formatCount, formatDuration } from '../format-values.ts'
import { formatFields } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 queue status`. */
export function queueStatus(context: CommandContext): Promise<CommandResult> {
  return withStudio(context, 'read', (studio) => tell(readQueue(studio)))
}

/** `e3 queue pause` and `resume`; whoever works on the queue heeds it. */
export function setPaused(context: CommandContext, isPaused: boolean): Promise<CommandResult> {
  return withStudio(context, 'write', (studio) => {
    studio.database.studioState.set('queue.paused', isPaused)
    return tell(readQueue(studio))
  })
}

/** Which servers answer is not known here: those that are in use count. */
function readQueue({ database, workspace }: Studio): QueueState {
  const inUse = workspace.config.comfyui.servers.flatMap(({ name, enabled }) => (enabled === false ? [] : name))
  return queueState(database, (serverName) => serverName === EMBEDDED_SERVER.name || inUse.includes(serverName))
}

function tell({ isPaused, counts, held, leftMs, working }: QueueState): CommandResult {
  const { pending, processing, failed, done } = counts
  return {
    document: {
      isPaused,
      jobs: counts,
      heldByPausedProductions: held,
      renderingLeftSeconds: leftMs === null ? null : Math.round(leftMs / 1000),
      working,
    },
    lines: formatFields([
      ['Queue', isPaused ? 'paused: what runs is finished, nothing new is taken; `e3 queue resume` goes on' : 'open'],
      [
        'Jobs',
        `${formatCount(pending)} waiting, ${formatCount(processing)} running, ${formatCount(failed)} failed, ${formatCount(done)} done`,
      ],
      ...(leftMs === null
        ? []
        : [['Left', `about ${formatDuration(leftMs)} of rendering, at the pace of the last days`] as const]),
      ...working.map(
        ({ serverName, label, jobs }) => [serverName, `${label} (${countOf(jobs, 'job')} on it)`] as const,
      ),
    ]),
  }
}
