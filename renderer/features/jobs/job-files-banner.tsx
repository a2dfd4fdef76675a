import { useEffect, useState } from 'react'
import { useJobFiles } from '#renderer/state/job-files.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { JobFilesDialog } from './job-files-dialog.tsx'
import { stuckSentence } from './job-files-words.ts'

/** Says that files in the folder for job files cannot be used, or that the folder is away; nothing when all is well. */
export function JobFilesBanner() {
  useEffect(() => useJobFiles.open(), [])
  const state = useJobFiles(({ value }) => value)
  const [isOpen, setIsOpen] = useState(false)
  const sentence = state === null ? null : stuckSentence(state)
  return (
    <>
      {state !== null && state.notice !== null && <Notice tone="warn">{state.notice}</Notice>}
      {sentence !== null && (
        <Notice
          tone="warn"
          action={
            <Button size="small" onClick={() => setIsOpen(true)}>
              Show why
            </Button>
          }
        >
          {sentence}
        </Notice>
      )}
      {isOpen && state !== null && <JobFilesDialog state={state} onClose={() => setIsOpen(false)} />}
    </>
  )
}
