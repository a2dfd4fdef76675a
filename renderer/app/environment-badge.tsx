import { ArrowLeftRight, ChevronsUpDown, RotateCw } from 'lucide-react'
import type { StudioStatus } from '#shared/models/studio.ts'
import { request } from '../bridge.ts'
import { otherEnvironment } from '../state/studio.ts'
import { classNames } from '../ui/class-names.ts'
import { Menu } from '../ui/menu.tsx'
import { toast } from '../ui/toast.ts'
import { runCommand, shortcutOf } from './commands.ts'
import { ENV_FILL, ENV_TEXT } from './environment-colours.ts'

/** Which environment is open, always in sight; its menu leads to the other one. */
export function EnvironmentBadge({ status, isCollapsed }: { status: StudioStatus; isCollapsed: boolean }) {
  const { env, description } = status
  const other = otherEnvironment(env)
  return (
    <Menu
      label="Environment"
      trigger={
        <button
          type="button"
          aria-label={`Environment: ${env}`}
          className={classNames(
            'flex h-9 cursor-default items-center gap-2 rounded-control bg-canvas shadow-[inset_0_0_0_1px_var(--color-line)] -outline-offset-2 hover:bg-hover',
            isCollapsed ? 'justify-center' : 'px-2.5',
          )}
        >
          {!isCollapsed && <span aria-hidden className={classNames('size-2 shrink-0 rounded-full', ENV_FILL[env])} />}
          <span className={classNames('text-small font-bold tracking-wider', ENV_TEXT[env])}>{env.toUpperCase()}</span>
          {!isCollapsed && <ChevronsUpDown aria-hidden className="ml-auto size-3.5 text-muted" />}
        </button>
      }
      items={[
        {
          label: `Switch to ${other}…`,
          icon: ArrowLeftRight,
          shortcut: shortcutOf('environment.switch'),
          onSelect: () => runCommand('environment.switch'),
        },
        {
          label: `Open ${env} again`,
          hint:
            description === '' ? 'Applies a changed configuration' : `${description}. Applies a changed configuration.`,
          icon: RotateCw,
          onSelect: () => void request('studio.reopen', {}).catch(toast.fail),
        },
      ]}
    />
  )
}
