import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { useStudio } from '../state/studio.ts'
import { usePlayer } from '../state/player.ts'
import { ConfirmHost } from '../ui/confirm.tsx'
import { ToastHost } from '../ui/toast-host.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ClosedStudio } from './closed-studio.tsx'
import { Frame } from './frame.tsx'
import { OpeningStudio } from './opening-studio.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { useWindowTitle } from './use-window-title.ts'

/** How far messages stay above the lower edge, and above the player. */
const MESSAGES_BOTTOM_PX = 16
const PLAYER_PX = 72

/** The window. */
export function App() {
  const isPlayerShown = usePlayer(({ item }) => item !== null)
  return (
    <TooltipProvider delayDuration={500} skipDelayDuration={200}>
      <Router hook={useHashLocation}>
        <PageBoundary>
          <Studio />
        </PageBoundary>
        <ConfirmHost />
        <ToastHost bottomPx={MESSAGES_BOTTOM_PX + (isPlayerShown ? PLAYER_PX : 0)} />
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
