import { FolderOpen, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { JobFilesState, JobFileTrouble } from '#shared/models/job-file.ts'
import { showJobFile, tryJobFilesAgain } from '#renderer/state/job-files.ts'
import { useStudio } from '#renderer/state/studio.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { asSentence, leftOutSentence, nameAndFolder, stuckFiles } from './job-files-words.ts'

const attempt = (work: Promise<void>): void => void work.catch((error: unknown) => toast.fail(error))

/** The job files that cannot be used, each with what is wrong with it; one vanishes when it is mended or removed. */
export function JobFilesDialog({ state, onClose }: { state: JobFilesState; onClose: () => void }) {
  const [isBusy, setIsBusy] = useState(false)
  const files = stuckFiles(state)
  const leftOut = leftOutSentence(state)
  const tryAll = async (): Promise<void> => {
    setIsBusy(true)
    await tryJobFilesAgain().catch((error: unknown) => toast.fail(error))
    setIsBusy(false)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="wide"
      title="Job files that cannot be used"
      description={`They lie in ${state.folder}. Mend a file and save it: it is taken by itself.`}
      footer={
        <Button icon={RotateCcw} isBusy={isBusy} onClick={() => void tryAll()}>
          Try all again
        </Button>
      }
    >
      {files.length === 0 ? (
        <p className="text-muted">All of them can be used now.</p>
      ) : (
        <ul aria-label="Job files" className="flex flex-col gap-4">
          {files.map((file) => (
            <FileItem key={file.path} file={file} />
          ))}
        </ul>
      )}
      {leftOut !== null && <p className="mt-4 text-muted">{leftOut}</p>}
    </Dialog>
  )
}

function FileItem({ file: { path, problems } }: { file: JobFileTrouble }) {
  const isDesktop = useStudio(({ status }) => status?.host === 'desktop')
  const { name, folder } = nameAndFolder(path)
  return (
    <li className="flex items-start gap-2">
      <div className="min-w-0 grow">
        <p className="break-words select-text">
          {name}
          {folder !== '' && <span className="text-muted"> in {folder}</span>}
        </p>
        <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-5 text-muted select-text">
          {problems.map((problem) => (
            <li key={problem} className="break-words">
              {asSentence(problem)}
            </li>
          ))}
        </ul>
      </div>
      {isDesktop && (
        <IconButton
          size="small"
          icon={FolderOpen}
          label={`Show ${name} in its folder`}
          onClick={() => attempt(showJobFile(path))}
        />
      )}
      <IconButton
        size="small"
        icon={RotateCcw}
        label={`Try ${name} again`}
        onClick={() => attempt(tryJobFilesAgain(path))}
      />
    </li>
  )
}
