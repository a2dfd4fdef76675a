import { STEPS, type Production } from '#shared/models/production.ts'
import { setProductionState, type ProductionAction } from '#electron/production/production-state.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { formatCount, formatDuration } from '../format-values.ts'
import { stepName } from '../progress-line.ts'
import { formatTable } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 productions`. */
export function productions(context: CommandContext): Promise<CommandResult> {
  return withStudio(context, 'read', ({ database }) => {
    const found = database.productions.list()
    const lines = found.length > 0 ? table(found) : ['No productions yet. `e3 produce BOOK` starts one.']
    return { document: { productions: found.map(describe) }, lines }
  })
}

/** `e3 productions pause|resume|cancel|retry ID`. */
export function steer(context: CommandContext, action: ProductionAction, id: number): Promise<CommandResult> {
  return withStudio(context, 'write', ({ database }) => {
    const production = setProductionState(database, id, action)
    return { document: { production: describe(production) }, lines: table([production]) }
  })
}

function describe({ id, metadata, ...production }: Production): object {
  const { formats, files = [], error = null } = metadata
  return { productionId: id, ...production, formats, files, error }
}

function table(found: readonly Production[]): string[] {
  const columns = [
    { title: 'ID', align: 'right' },
    { title: 'BOOK' },
    { title: 'NARRATOR' },
    { title: 'STATUS' },
    { title: 'CHUNKS', align: 'right' },
    { title: 'LENGTH', align: 'right' },
    { title: 'WHAT', maxWidth: 80 },
  ] as const
  const rows = found.map((production) => [
    String(production.id),
    production.bookId,
    production.narratorId,
    production.status,
    `${formatCount(production.audioJobsCompleted)}/${formatCount(production.totalChunks)}`,
    production.audioDurationSeconds > 0 ? formatDuration(production.audioDurationSeconds * 1000) : '',
    what(production),
  ])
  return formatTable(columns, rows)
}

function what({ metadata, steps, status }: Production): string {
  if (status === 'failed' && metadata.error) return metadata.error.message
  const running = STEPS.filter((step) => steps[step] === 'processing')
  return running.map(stepName).join(', ')
}
