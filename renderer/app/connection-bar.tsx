import { Unplug } from 'lucide-react'
import { useStudio } from '../state/studio.ts'

/** Says that what is shown may be old, for as long as the wire to the studio is cut. */
export function ConnectionBar() {
  const isConnected = useStudio((studio) => studio.isConnected)
  return (
    <div role="status">
      {!isConnected && (
        <p className="animate-appear-late flex items-center justify-center gap-2 bg-raised px-4 py-1.5 text-small">
          <Unplug aria-hidden className="size-3.5 shrink-0 text-warn" />
          The studio does not answer. It is tried again every few seconds.
        </p>
      )}
    </div>
  )
}
