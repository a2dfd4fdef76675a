import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import type { StudioStatus } from '#shared/models/studio.ts'
import { DropZone } from '../features/library/drop-zone.tsx'
import { closePlayer } from '../state/player.ts'
import { classNames } from '../ui/class-names.ts'
import { ConnectionBar } from './connection-bar.tsx'
import { ENV_FILL } from './environment-colours.ts'
import { EnvironmentSwitch } from './environment-switch.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { Pages } from './pages.tsx'
import { Palette } from './palette.tsx'
import { pageKey, placeOf } from './places.ts'
import { PlayerBar } from './player-bar.tsx'
import { Rail } from './rail.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { TopBar } from './top-bar.tsx'
import { useFrameCommands } from './use-frame-commands.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** What stays while pages come and go. */
export function Frame({ status }: { status: StudioStatus }) {
  const [route] = useLocation()
  useFrameCommands()
  useShortcuts()
  useFollowedEnvironment(status.epoch)
  return (
    <DropZone>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-raised px-3 py-2 shadow-float focus:translate-y-0"
        onClick={(event) => {
          // The address bar's part after the hash is the route.
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        Skip to the page
      </a>
      <div className="grid h-full grid-cols-[auto_minmax(0,1fr)] grid-rows-[3px_minmax(0,1fr)_auto]">
        <div aria-hidden className={classNames('col-span-2', ENV_FILL[status.env])} />
        <Rail status={status} />
        <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
          <div>
            <ConnectionBar />
            <TopBar />
          </div>
          <main id="main" tabIndex={-1} className="min-h-0 outline-none">
            <PageBoundary key={`${status.epoch} ${pageKey(route)}`}>
              <Pages />
            </PageBoundary>
          </main>
        </div>
        <PlayerBar />
      </div>
      <Palette env={status.env} />
      <EnvironmentSwitch status={status} />
      <ShortcutsDialog />
    </DropZone>
  )
}

/** A title or production of one environment is none of another: the window goes to the list that it was in. */
function useFollowedEnvironment(epoch: number): void {
  const [route, navigate] = useLocation()
  const shown = useRef(epoch)
  useEffect(() => {
    if (shown.current === epoch) return
    shown.current = epoch
    closePlayer()
    const place = placeOf(route)
    if (place !== undefined && place.path !== route && place.isShared !== true) navigate(place.path, { replace: true })
  }, [epoch, route, navigate])
}
