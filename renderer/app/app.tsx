import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { useStudio } from '../state/studio.ts'
import { ConfirmHost } from '../ui/confirm.tsx'
import { useMessagesBottomPx } from '../ui/lower-edge.ts'
import { ToastHost } from '../ui/toast-host.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ClosedStudio } from './closed-studio.tsx'
import { Frame } from './frame.tsx'
import { OpeningStudio } from './opening-studio.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { useWindowTitle } from './use-window-title.ts'

/** The window. */
export function App() {
  const messagesBottomPx = useMessagesBottomPx()
  return (
    <TooltipProvider delayDuration={500} skipDelayDuration={200}>
      <Router hook={useHashLocation}>
        <PageBoundary>
          <Studio />
        </PageBoundary>
        <ConfirmHost />
        <ToastHost bottomPx={messagesBottomPx} />
      </Router>
    </TooltipProvider>
  )
}

function Studio() {
  const { status, failure } = useStudio()
  useWindowTitle()
  if (status?.phase === 'open' || status?.phase === 'switching') return <Frame status={status} />
  if (status?.phase === 'closed') return <ClosedStudio env={status.env} reason={status.failure?.message ?? null} />
  if (failure !== null) return <ClosedStudio env={null} reason={failure.message} />
  return <OpeningStudio env={status?.env ?? null} />
}
