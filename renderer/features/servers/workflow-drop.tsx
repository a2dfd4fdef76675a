import { FileInput } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { toast } from '#renderer/ui/toast.ts'

/** Takes a graph that is dropped on it; anything else is left to the window, which takes books. */
export function WorkflowDrop({ onDrop, children }: { onDrop: (file: File) => void; children: ReactNode }) {
  const [isOver, setIsOver] = useState(false)
  // Entering a child leaves its parent: only the sum says whether the pointer is inside.
  const inside = useRef(0)
  const keep = (event: DragEvent): boolean => {
    if (!event.dataTransfer.types.includes('Files')) return false
    event.preventDefault()
    event.nativeEvent.stopPropagation()
    return true
  }
  const drop = (event: DragEvent) => {
    inside.current = 0
    setIsOver(false)
    const files = [...event.dataTransfer.files]
    const graph = files.find(({ name }) => /\.json$/i.test(name))
    // A book dropped here is a book all the same.
    if (graph === undefined || !keep(event)) return
    if (files.length > 1) toast.say('One workflow is imported at a time. Drop the others after it.')
    onDrop(graph)
  }
  return (
    <div
      className="relative min-h-80"
      onDragEnter={(event) => {
        if (!keep(event)) return
        inside.current += 1
        setIsOver(true)
      }}
      onDragOver={(event) => {
        if (keep(event)) event.dataTransfer.dropEffect = 'copy'
      }}
      onDragLeave={(event) => {
        if (!keep(event)) return
        inside.current = Math.max(0, inside.current - 1)
        if (inside.current === 0) setIsOver(false)
      }}
      onDrop={drop}
    >
      {children}
      {isOver && (
        <div className="animate-appear pointer-events-none absolute -inset-2 z-10 grid place-items-center rounded-card border-2 border-dashed border-ember bg-canvas/85">
          <p className="flex items-center gap-3 text-title">
            <FileInput aria-hidden className="size-6 text-ember-strong" /> Drop a workflow to import it
          </p>
        </div>
      )}
    </div>
  )
}
