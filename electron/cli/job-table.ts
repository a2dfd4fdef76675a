import type { Job } from '#shared/models/job.ts'
import { oneLine } from './failure.ts'
import { formatTable } from './text-table.ts'

/** A job as `--json` shows it. */
export function describeJob({ errorTrace, durationS, ...job }: Job): object {
  return { ...job, durationSeconds: durationS, error: errorTrace }
}

/** Jobs as a table. */
export function jobTable(jobs: readonly Job[]): string[] {
  const columns = [
    { title: 'ID', align: 'right' },
    { title: 'NAME' },
    { title: 'TYPE' },
    { title: 'WORKFLOW', maxWidth: 24 },
    { title: 'PRIORITY', align: 'right' },
    { title: 'STATUS' },
    { title: 'RUNS', align: 'right' },
    { title: 'ERROR', maxWidth: 80 },
  ] as const
  const rows = jobs.map((job) => [
    String(job.id),
    job.configName,
    job.jobType,
    job.workflowId,
    String(job.priority),
    job.status,
    String(job.runCount),
    oneLine(job.errorTrace ?? ''),
  ])
  return formatTable(columns, rows)
}
