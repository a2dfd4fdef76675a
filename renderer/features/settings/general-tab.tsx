import { ENVIRONMENTS } from '#shared/models/environment.ts'
import { runCommand } from '#renderer/app/commands.ts'
import { setPreference, usePreferences } from '#renderer/state/preferences.ts'
import { useStudio } from '#renderer/state/studio.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const

/** Environment, look and what this studio is. */
export function GeneralTab() {
  const status = useStudio((studio) => studio.status)
  const theme = usePreferences((preferences) => preferences.theme)
  return (
    <div className="flex max-w-[70ch] flex-col gap-8">
      <section aria-labelledby="settings-environment" className="flex flex-col gap-3">
        <h2 id="settings-environment" className="text-title">
          Environment
        </h2>
        <p className="text-body text-muted">
          Alpha is for trying, prod for the books that count. Each has its own titles, narrators, queue and servers.
        </p>
        <ul className="m-0 flex list-none flex-col gap-2 p-0">
          {ENVIRONMENTS.map((env) => (
            <li key={env} className="flex items-center gap-3 text-body">
              <StateMark
                state={status?.env === env ? 'done' : 'waiting'}
                label={status?.env === env ? 'Open' : 'Not open'}
              />
              <span className="font-medium">{env.toUpperCase()}</span>
              {status?.env === env && <span className="text-muted">{status.description}</span>}
            </li>
          ))}
        </ul>
        <Button className="self-start" onClick={() => runCommand('environment.switch')}>
          Switch environment…
        </Button>
        {status?.warnings.map((warning) => (
          <p key={warning} className="flex gap-2 text-body text-warn">
            <StateMark state="needsYou" label="Note" /> {warning}
          </p>
        ))}
      </section>
      <section aria-labelledby="settings-look" className="flex flex-col gap-3">
        <h2 id="settings-look" className="text-title">
          Look
        </h2>
        <Segmented
          label="Light or dark"
          value={theme}
          onChange={(next) => setPreference({ theme: next })}
          options={[...THEMES]}
        />
      </section>
      <section aria-labelledby="settings-about" className="flex flex-col gap-3">
        <h2 id="settings-about" className="text-title">
          About
        </h2>
        <p className="text-body text-muted tabular-nums">
          E3 Studio {status?.version}, {status?.host === 'desktop' ? 'as an application' : 'in a browser'}
        </p>
        <Button className="self-start" onClick={() => runCommand('shortcuts.show')}>
          Keyboard shortcuts
        </Button>
      </section>
    </div>
  )
}
