import { useState } from 'react'
import { COMMANDS, type CommandMenu } from '#shared/models/command.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Shortcut } from '../ui/shortcut.tsx'
import { useCommand } from './commands.ts'

const MENUS: readonly CommandMenu[] = ['Go', 'View', 'File', 'Playback', 'Help']
const PLAYER_KEYS = [
  { label: 'Play or pause', keys: ['Space', 'K'] },
  { label: 'Back 10 seconds', keys: ['Left', 'J'] },
  { label: 'Forward 10 seconds', keys: ['Right', 'L'] },
  { label: 'Spot before or after, among worst spots', keys: ['J', 'L'] },
] as const

/** All keys that do something. */
export function ShortcutsDialog() {
  const [isOpen, setIsOpen] = useState(false)
  useCommand('shortcuts.show', () => setIsOpen(true))
  return (
    <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title="Keyboard shortcuts" size="wide">
      <div className="columns-2 gap-10 max-sm:columns-1">
        {MENUS.map((menu) => {
          const lines = COMMANDS.filter((command) => command.menu === menu && command.shortcut !== null)
          return (
            <Lines
              key={menu}
              heading={menu}
              lines={lines.map(({ label, shortcut }) => ({ label: label.replace('…', ''), keys: [shortcut ?? ''] }))}
            />
          )
        })}
        <Lines heading="While something plays" lines={PLAYER_KEYS} />
        <Lines
          heading="In lists"
          lines={[
            { label: 'Move', keys: ['↑', '↓'] },
            { label: 'First or last', keys: ['Home', 'End'] },
            { label: 'Open', keys: ['Enter'] },
          ]}
        />
      </div>
    </Dialog>
  )
}

function Lines({ heading, lines }: { heading: string; lines: readonly { label: string; keys: readonly string[] }[] }) {
  return (
    <section className="mb-5 break-inside-avoid">
      <h3 className="mb-1.5 text-small font-semibold text-muted">{heading}</h3>
      <dl>
        {lines.map(({ label, keys }) => (
          <div key={label} className="flex h-7 items-center justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex gap-2">
              {keys.map((key) => (
                <Shortcut key={key} keys={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
