import { useCallback, useMemo } from 'react'
import type { JobRow } from '#shared/models/job-row.ts'
import { request } from '#renderer/bridge.ts'
import { cancelJob, retryJob, setJobPriority } from '#renderer/state/job-actions.ts'
import { askToConfirm } from '#renderer/ui/confirm.tsx'
import { toast } from '#renderer/ui/toast.ts'

export interface JobActions {
  setPriority: (row: JobRow, priority: number) => void
  retry: (row: JobRow) => void
  cancel: (row: JobRow) => void
  exportFile: (row: JobRow) => void
}

/** What can be done with a job; failures are shown, nothing is thrown. */
export function useJobActions(): JobActions {
  const attempt = useCallback((work: Promise<void>) => void work.catch((error: unknown) => toast.fail(error)), [])
  return useMemo(
    () => ({
      setPriority: (row, priority) => attempt(setJobPriority(row, priority)),
      retry: (row) => attempt(retryJob(row)),
      cancel: (row) => attempt(cancelWithConsent(row)),
      exportFile: (row) => attempt(saveJobFile(row)),
    }),
    [attempt],
  )
}

async function cancelWithConsent(row: JobRow): Promise<void> {
  const isRunning = row.status === 'processing'
  const isMeant = await askToConfirm({
    title: 'Cancel this job?',
    body: `${row.label}: ${isRunning ? 'what its server has done so far is lost' : 'it leaves the queue'}. It can be retried later.`,
    action: 'Cancel job',
    dismissal: 'Keep it',
    isDangerous: true,
  })
  if (isMeant) await cancelJob(row)
}

async function saveJobFile({ id }: JobRow): Promise<void> {
  const { name, yaml } = await request('job.export', { id })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([yaml], { type: 'application/yaml' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
