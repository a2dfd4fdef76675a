import { Ellipsis, KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { ServerCard as Server, ServerTrial } from '#shared/models/server-card.ts'
import { request } from '#renderer/bridge.ts'
import { Badge } from '#renderer/ui/badge.tsx'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { formatCount, pluralise } from '#renderer/ui/format.ts'
import { Menu } from '#renderer/ui/menu.tsx'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { SwitchField } from '#renderer/ui/switch-field.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { useNow } from '#renderer/ui/use-now.ts'
import { DeviceMemory } from './device-memory.tsx'
import { removeServer, setEnabled } from './server-actions.ts'
import { deviceWords, paceWords, queueWords, restWords, titleOf } from './server-words.ts'
import { TrialReport } from './trial-report.tsx'

const STATES = {
  ready: { state: 'done', label: 'Ready' },
  connecting: { state: 'running', label: 'Connecting' },
  down: { state: 'needsYou', label: 'Not reachable' },
  disabled: { state: 'paused', label: 'Switched off' },
} as const

/** One server: whether it works, how busy and how fast it is, what it last complained about. */
export function ServerCard({ server, onEdit }: { server: Server; onEdit: () => void }) {
  const { name, status, reason, lastError, canChange } = server
  const [trial, setTrial] = useState<ServerTrial | null>(null)
  const [isBusy, setBusy] = useState(false)
  const now = useNow()
  const title = titleOf(server)

  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await work().catch((error: unknown) => toast.fail(error))
    setBusy(false)
  }
  const test = () => attempt(async () => setTrial(await request('server.test', { name })))

  return (
    <article aria-label={title} className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-w-40 flex-1 items-center gap-4">
          <StateMark {...STATES[status]} />
          <div className="min-w-0">
            <h2 className="truncate text-title">{title}</h2>
            <p className="truncate text-small text-muted">{place(server)}</p>
          </div>
        </div>
        {canChange && (
          <div className="flex items-center gap-3">
            <Button size="small" isBusy={isBusy} aria-label={`Test ${name}`} onClick={() => void test()}>
              Test
            </Button>
            <SwitchField
              label="In use"
              isOn={status !== 'disabled'}
              onChange={(enabled) => void attempt(() => setEnabled(server, enabled))}
            />
            <Menu
              label={`More for ${name}`}
              align="end"
              trigger={<IconButton label={`More for ${name}`} icon={Ellipsis} />}
              items={[
                { label: 'Edit…', onSelect: onEdit },
                'separator',
                { label: 'Remove…', isDangerous: true, onSelect: () => void attempt(() => removeServer(server)) },
              ]}
            />
          </div>
        )}
      </header>
      <Marks server={server} />
      {reason !== null && <p className="text-body text-warn">{reason} Jobs wait, or go to other servers.</p>}
      {server.setAside.map((rest) => (
        <div key={rest.workflowId} className="flex gap-2">
          <StateMark state="needsYou" label="Set aside" className="mt-0.5 self-start" />
          <div className="min-w-0">
            <p>{restWords(rest, now)}</p>
            <p className="text-small break-words text-muted">{rest.reason}</p>
          </div>
        </div>
      ))}
      {status !== 'disabled' && <Figures server={server} />}
      {lastError !== null && lastError.message !== reason && (
        <p className="text-small break-words text-muted">
          Last error <RelativeTime at={lastError.at} />: {lastError.message}
        </p>
      )}
      {trial !== null && <TrialReport trial={trial} />}
    </article>
  )
}

/** What the producer has set. */
function Marks({ server: { labels, weight, slots, hasToken, headerNames } }: { server: Server }) {
  const marks = [
    ...(weight === null ? [] : [`${weight}× share of work`]),
    ...(slots === null ? [] : [`${pluralise(slots, 'prompt')} at a time`]),
    ...(headerNames.length === 0 ? [] : [`Headers: ${headerNames.join(', ')}`]),
  ]
  if (!hasToken && labels.length === 0 && marks.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {labels.map((label) => (
        <Badge key={label}>{label}</Badge>
      ))}
      {hasToken && (
        <span className="inline-flex items-center gap-1.5 text-small text-muted">
          <KeyRound aria-hidden className="size-3.5" /> A token is set
        </span>
      )}
      {marks.map((mark) => (
        <span key={mark} className="text-small text-muted">
          {mark}
        </span>
      ))}
    </div>
  )
}

function Figures({ server }: { server: Server }) {
  const { device, jobsLastHour, speechPace } = server
  const speed = paceWords(speechPace)
  return (
    <dl className="m-0 grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-4">
      <Fact term="Rendering now" value={queueWords(server)} />
      <Fact term="Jobs in the last hour" value={formatCount(jobsLastHour)} />
      {speed !== null && <Fact term="Speed" value={speed} />}
      {device !== null && <Fact term="Device" value={deviceWords(device.name)} />}
      {device !== null && device.memoryTotalBytes > 0 && <DeviceMemory device={device} />}
    </dl>
  )
}

function place({ kind, url, version }: Server): string {
  const address = kind === 'embedded' ? 'Speaks and draws covers without a graphics card' : (url ?? '')
  return version === null || kind === 'embedded' ? address : `${address} · ComfyUI ${version}`
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt className="text-small text-muted">{term}</dt>
      <dd className="m-0 truncate text-body tabular-nums">{value}</dd>
    </div>
  )
}
