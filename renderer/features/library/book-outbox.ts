import { LARGEST_BOOK_BYTES } from '#shared/models/import-item.ts'
import { request } from '#renderer/bridge.ts'
import { useImports } from '#renderer/state/imports.ts'
import { failureOf } from '#renderer/state/follow-snapshot.ts'
import { toast } from '#renderer/ui/toast.ts'
import { importRows, summaryOf } from './import-rows.ts'
import { createOutbox } from './outbox.ts'
import type { PickedFile } from './walk-entries.ts'

/** Files that this window is about to send; it lives as long as the window, whatever page is open. */
export const useBookOutbox = createOutbox({
  largestBytes: LARGEST_BOOK_BYTES,
  sendBook: (name, bytes) => request('import.add', { name, bytes }),
  sendJob: async (name, yaml) => {
    await request('job.addFile', { name, yaml })
    toast.say(`${name} is queued as a job.`, {
      action: { label: 'Show jobs', run: () => window.location.assign('#/jobs') },
    })
  },
  reasonOf: (error) => failureOf(error).message,
  onBook: useImports.set,
})

/** Sends files; a list of which everything is settled makes room for the new one. */
export function sendFiles(files: readonly PickedFile[]): void {
  if (files.length > 0 && isAllSettled()) clearSettled()
  useBookOutbox.send(files)
}

/** Forgets what was read, refused or stopped. */
export function clearSettled(): void {
  useBookOutbox.clear()
  void request('import.clear', {}).catch((error: unknown) => toast.fail(error))
}

function isAllSettled(): boolean {
  const { settled, total } = summaryOf(importRows(useBookOutbox.getState().files, useImports.getState().items.values()))
  return total > 0 && settled === total
}

/** Files that were not sent yet are lost with the window: it asks first. */
window.addEventListener('beforeunload', (event) => {
  if (useBookOutbox.getState().files.some(({ status }) => status !== 'refused')) event.preventDefault()
})
