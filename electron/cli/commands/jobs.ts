import type { CommandContext, CommandResult } from '../command.ts'
import { formatCount } from '../format-values.ts'
import { queryOf, type JobFilter } from '../job-filter.ts'
import { describeJob, jobTable } from '../job-table.ts'
import { withStudio } from '../with-studio.ts'

const LINES_SHOWN = 50

/** `e3 jobs`. */
export function jobs(
  context: CommandContext,
  { limit, ...filter }: JobFilter & { limit?: number },
): Promise<CommandResult> {
  return withStudio(context, 'read', ({ database }) => {
    const found = database.jobs.list({ ...queryOf(filter), ...(limit !== undefined && { limit }) })
    const shown = found.slice(0, limit ?? LINES_SHOWN)
    const lines = found.length > 0 ? jobTable(shown) : ['No jobs.']
    if (shown.length < found.length)
      lines.push(`… and ${formatCount(found.length - shown.length)} more; --limit shows them.`)
    return { document: { jobs: found.map(describeJob) }, lines }
  })
}
