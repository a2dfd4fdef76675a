import { PanelLeftClose, PanelLeftOpen, type LucideIcon } from 'lucide-react'
import { useSyncExternalStore, type ReactElement } from 'react'
import { Link, useLocation } from 'wouter'
import type { StudioStatus } from '#shared/models/studio.ts'
import { useActivity } from '../state/activity.ts'
import { setPreference, usePreferences } from '../state/preferences.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { shortcutOf } from './commands.ts'
import { EnvironmentBadge } from './environment-badge.tsx'
import { placeOf, PLACES } from './places.ts'

const narrow = matchMedia('(max-width: 1100px)')

function subscribeToWidth(listener: () => void): () => void {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

/** The rooms of the window at its left edge, and which environment is open. */
export function Rail({ status }: { status: StudioStatus }) {
  const [route] = useLocation()
  const here = placeOf(route)
  const isNarrow = useSyncExternalStore(subscribeToWidth, () => narrow.matches)
  const isChosen = usePreferences(({ isRailCollapsed }) => isRailCollapsed)
  const isCollapsed = isNarrow || isChosen
  const inTrouble = useActivity(({ value }) => value?.productionsInTrouble ?? 0)

  return (
    <nav
      aria-label="Main"
      className={classNames(
        'flex min-h-0 flex-col gap-0.5 overflow-x-hidden overflow-y-auto border-r border-line bg-surface p-2',
        isCollapsed ? 'w-16' : 'w-52',
      )}
    >
      <div
        className={classNames(
          'flex h-9 shrink-0 items-center',
          isCollapsed ? 'justify-center' : 'justify-between pl-2.5',
        )}
      >
        <span className="font-serif text-title leading-none" aria-hidden={isCollapsed}>
          E3{!isCollapsed && <span className="text-muted"> Studio</span>}
        </span>
        {!isCollapsed && (
          <IconButton
            label="Collapse to icons"
            icon={PanelLeftClose}
            size="small"
            className="text-muted"
            onClick={() => setPreference({ isRailCollapsed: true })}
          />
        )}
      </div>
      <ul className="mt-1 flex flex-col gap-0.5">
        {PLACES.map(({ path, label, icon, command }) => (
          <li key={path}>
            <RailLink
              path={path}
              label={label}
              icon={icon}
              shortcut={shortcutOf(command)}
              isHere={here?.path === path}
              isCollapsed={isCollapsed}
              trouble={path === '/productions' ? inTrouble : 0}
            />
          </li>
        ))}
      </ul>
      <div className="mt-auto flex flex-col items-stretch gap-1 pt-4">
        {isCollapsed && !isNarrow && (
          <IconButton
            label="Show labels"
            icon={PanelLeftOpen}
            className="self-center text-muted"
            onClick={() => setPreference({ isRailCollapsed: false })}
          />
        )}
        <EnvironmentBadge status={status} isCollapsed={isCollapsed} />
      </div>
    </nav>
  )
}

interface RailLinkProps {
  path: string
  label: string
  icon: LucideIcon
  shortcut: string | undefined
  isHere: boolean
  isCollapsed: boolean
  trouble: number
}

function RailLink({ path, label, icon: Icon, shortcut, isHere, isCollapsed, trouble }: RailLinkProps): ReactElement {
  const name = trouble > 0 ? `${label}, ${trouble} ${trouble === 1 ? 'needs' : 'need'} you` : label
  const link = (
    <Link
      href={path}
      aria-current={isHere ? 'page' : undefined}
      aria-label={isCollapsed ? name : undefined}
      className={classNames(
        'relative flex h-9 cursor-default items-center gap-2.5 rounded-control -outline-offset-2 transition-colors duration-150',
        isCollapsed ? 'justify-center' : 'px-2.5',
        isHere ? 'bg-hover font-semibold text-text' : 'text-muted hover:bg-raised hover:text-text',
      )}
    >
      <Icon aria-hidden className={classNames('size-4.5 shrink-0', isHere && 'text-ember-strong')} strokeWidth={1.75} />
      {!isCollapsed && label}
      {trouble > 0 && (
        <span
          className={classNames(
            'text-small font-semibold text-warn',
            isCollapsed ? 'absolute top-0.5 right-1.5' : 'ml-auto',
          )}
        >
          {trouble}
          <span className="sr-only"> {trouble === 1 ? 'needs' : 'need'} you</span>
        </span>
      )}
    </Link>
  )
  if (!isCollapsed) return link
  return (
    <Tooltip label={name} shortcut={shortcut} side="right">
      {link}
    </Tooltip>
  )
}
