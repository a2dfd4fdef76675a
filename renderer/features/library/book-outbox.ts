import { LARGEST_BOOK_BYTES } from '#shared/models/import-item.ts'
import { request } from '#renderer/bridge.ts'
import { useImports } from '#renderer/state/imports.ts'
import { failureOf } from '#renderer/state/noun-store.ts'
import { toast } from '#renderer/ui/toast.ts'
import { createOutbox } from './outbox.ts'

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

/** Files that were not sent yet are lost with the window: it asks first. */
window.addEventListener('beforeunload', (event) => {
  if (useBookOutbox.getState().files.some(({ status }) => status !== 'refused')) event.preventDefault()
})
