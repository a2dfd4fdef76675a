import { ImagePlus } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { classNames } from '#renderer/ui/class-names.ts'

interface PictureDropProps {
  /** What a drop does: "Drop pictures to add them as covers". */
  words: string
  onDrop: (files: File[]) => void
  className?: string
  children: ReactNode
}

const isPicture = ({ type }: { type: string }) => type.startsWith('image/')

/** Takes pictures that are dropped on it; anything else is left to the window, which takes books. */
export function PictureDrop({ words, onDrop, className, children }: PictureDropProps) {
  const [isOver, setIsOver] = useState(false)
  // Entering a child leaves its parent: only the sum says whether the pointer is inside.
  const inside = useRef(0)
  const keep = (event: DragEvent): boolean => {
    // Their types are told while they hover, their names not before they are dropped.
    if (![...event.dataTransfer.items].some((item) => item.kind === 'file' && isPicture(item))) return false
    event.preventDefault()
    event.nativeEvent.stopPropagation()
    event.stopPropagation()
    return true
  }
  return (
    <div
      className={classNames('relative', className)}
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
      onDrop={(event) => {
        inside.current = 0
        setIsOver(false)
        if (keep(event)) onDrop([...event.dataTransfer.files].filter(isPicture))
      }}
    >
      {children}
      {isOver && (
        <div className="animate-appear pointer-events-none absolute inset-0 z-10 grid place-items-center rounded-card border-2 border-dashed border-ember bg-canvas/85 p-2">
          <p className="flex items-center gap-3 text-center">
            <ImagePlus aria-hidden className="size-6 shrink-0 text-ember-strong" /> {words}
          </p>
        </div>
      )}
    </div>
  )
}
