import { BookPlus } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useCommand } from '#renderer/app/commands.ts'
import { request } from '#renderer/bridge.ts'
import { useStudio } from '#renderer/state/studio.ts'
import { pluralise } from '#renderer/ui/format.ts'
import { toast } from '#renderer/ui/toast.ts'
import { sendFiles } from './book-outbox.ts'
import { ImportPanel } from './import-panel.tsx'
import { filesOfDrop, isJobFile, pickedFile, pickFromFolder, type PickedFiles } from './walk-entries.ts'

/** Takes files that are dropped anywhere on the window, and everything that does the same without a mouse. */
export function DropZone({ children }: { children: ReactNode }) {
  const isOver = useFileDrop((files) => void files.then(send, (error: unknown) => toast.fail(error)))
  return (
    <>
      {children}
      <FilePickers />
      <ImportPanel />
      {isOver && <DropOverlay />}
    </>
  )
}

function send({ files, passedOver }: PickedFiles): void {
  sendFiles(files)
  if (files.length === 0)
    toast.say('There is no book in what you chose. Books are HTML, plain text, EPUB or zip files.')
  else if (passedOver > 0) toast.say(`${pluralise(passedOver, 'other file')} passed over: no books.`)
}

/** True while files hover over the window; whoever wants a drop for itself stops its event. */
function useFileDrop(onDrop: (files: Promise<PickedFiles>) => void): boolean {
  const [isOver, setIsOver] = useState(false)
  const latest = useRef(onDrop)
  useEffect(() => {
    latest.current = onDrop
  })
  useEffect(() => {
    // Entering a child leaves its parent: only the sum says whether the pointer is inside.
    let inside = 0
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      inside += 1
      setIsOver(true)
    }
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
    }
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      inside = Math.max(0, inside - 1)
      if (inside === 0) setIsOver(false)
    }
    const drop = (event: DragEvent) => {
      inside = 0
      setIsOver(false)
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      latest.current(filesOfDrop(event.dataTransfer))
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return isOver
}

function DropOverlay() {
  return (
    <div className="animate-appear pointer-events-none fixed inset-0 z-50 bg-scrim p-4">
      <div className="grid size-full place-items-center rounded-card border-2 border-dashed border-ember bg-canvas/60">
        <div className="flex flex-col items-center gap-3 text-center">
          <BookPlus aria-hidden className="size-10 text-ember-strong" strokeWidth={1.25} />
          <p className="font-serif text-display">Drop books to add them</p>
          <p className="text-muted">HTML, plain text, EPUB or zip, one or a whole folder; a YAML file becomes a job.</p>
        </div>
      </div>
    </div>
  )
}

/** The commands that add files: the desktop asks with its own dialog, a browser with its file field. */
function FilePickers() {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const job = useRef<HTMLInputElement>(null)
  const host = useStudio(({ status }) => status?.host)

  const choose = (kind: 'files' | 'folder', input: HTMLInputElement | null) => {
    if (host === 'desktop') void request('import.choose', { kind }).catch((error: unknown) => toast.fail(error))
    else input?.click()
  }
  useCommand('books.add', () => choose('files', files.current))
  useCommand('books.addFolder', () => choose('folder', folder.current))
  useCommand('jobs.addFile', () => job.current?.click())
  useCommand('books.addSamples', () => void request('import.samples', {}).catch((error: unknown) => toast.fail(error)))

  const take = (input: HTMLInputElement, pick: (picked: readonly File[]) => PickedFiles) => {
    send(pick([...(input.files ?? [])]))
    // The same file can be chosen again.
    input.value = ''
  }
  const hidden = { type: 'file', hidden: true, tabIndex: -1, 'aria-hidden': true } as const
  return (
    <>
      <input
        {...hidden}
        ref={files}
        multiple
        data-testid="books"
        accept=".html,.htm,.xhtml,.txt,.epub,.zip,.yaml,.yml"
        onChange={(event) => take(event.target, (picked) => ({ files: picked.map(pickedFile), passedOver: 0 }))}
      />
      <input
        {...hidden}
        {...{ webkitdirectory: '' }}
        ref={folder}
        data-testid="folder"
        onChange={(event) => take(event.target, pickFromFolder)}
      />
      <input
        {...hidden}
        ref={job}
        multiple
        data-testid="job"
        accept=".yaml,.yml"
        onChange={(event) =>
          take(event.target, (picked) => {
            const jobs = picked.filter(({ name }) => isJobFile(name))
            return { files: jobs.map(pickedFile), passedOver: picked.length - jobs.length }
          })
        }
      />
    </>
  )
}
