import { useState } from 'react'
import type { ServerCard as Server, ServerTrial } from '#shared/models/server-card.ts'
import { request } from '#renderer/bridge.ts'
import { Button } from '#renderer/ui/button.tsx'
import { formatCount, pluralise } from '#renderer/ui/format.ts'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { SwitchField } from '#renderer/ui/switch-field.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { DeviceMemory } from './device-memory.tsx'
import { removeServer, setEnabled } from './server-actions.ts'
import { TrialReport } from './trial-report.tsx'

const STATES = {
  ready: { state: 'done', label: 'Ready' },
  connecting: { state: 'running', label: 'Connecting' },
  down: { state: 'needsYou', label: 'Not reachable' },
  disabled: { state: 'paused', label: 'Switched off' },
} as const

/** One server: whether it works, how busy it is, what it last complained about. */
export function ServerCard({ server }: { server: Server }) {
  const { url, status, reason, device, lastError, canChange } = server
  const [trial, setTrial] = useState<ServerTrial | null>(null)
  const [isBusy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await work().catch((error: unknown) => toast.fail(error))
    setBusy(false)
  }
  const test = (address: string) => attempt(async () => setTrial(await request('server.test', { url: address })))

  return (
    <article
      aria-label={titleOf(server)}
      className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4"
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <StateMark {...STATES[status]} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-title">{titleOf(server)}</h2>
          <p className="truncate text-small text-muted">{place(server)}</p>
        </div>
        {url !== null && (
          <Button size="small" isBusy={isBusy} onClick={() => void test(url)}>
            Test
          </Button>
        )}
        {canChange && (
          <>
            <SwitchField
              label="In use"
              isOn={status !== 'disabled'}
              onChange={(enabled) => void attempt(() => setEnabled(server, enabled))}
            />
            <Button
              size="small"
              variant="quiet"
              disabled={isBusy}
              onClick={() => void attempt(() => removeServer(server))}
            >
              Remove…
            </Button>
          </>
        )}
      </header>
      {reason !== null && <p className="text-body text-warn">{reason}</p>}
      {status !== 'disabled' && (
        <dl className="m-0 grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-4">
          <Fact term="Rendering now" value={queueOf(server)} />
          <Fact term="Jobs in the last hour" value={formatCount(server.jobsLastHour)} />
          {device !== null && <Fact term="Device" value={deviceName(device.name)} />}
          {device !== null && device.memoryTotalBytes > 0 && <DeviceMemory device={device} />}
        </dl>
      )}
      {lastError !== null && lastError.message !== reason && (
        <p className="text-small text-muted">
          Last error <RelativeTime at={lastError.at} />: {lastError.message}
        </p>
      )}
      {trial !== null && <TrialReport trial={trial} />}
    </article>
  )
}

function titleOf({ kind, name }: Server): string {
  return kind === 'embedded' ? 'Built-in engine' : name
}

/** ComfyUI says `cpu`, and `cuda:0 NVIDIA … : cudaMallocAsync` of a graphics card. */
function deviceName(name: string): string {
  return name === 'cpu' ? 'Processor' : name.replace(/^\w+:\d+ /, '').replace(/ : \w+$/, '')
}

function place({ kind, url, version }: Server): string {
  const address = kind === 'embedded' ? 'Speaks and draws covers without a graphics card' : (url ?? '')
  return version === null || kind === 'embedded' ? address : `${address} · ComfyUI ${version}`
}

function queueOf({ queue, posted }: Server): string {
  if (queue === null) return posted === 0 ? 'Nothing' : pluralise(posted, 'job')
  const waiting = queue.pending === 0 ? '' : `, ${formatCount(queue.pending)} waiting there`
  return queue.running === 0 && queue.pending === 0 ? 'Nothing' : `${pluralise(queue.running, 'job')}${waiting}`
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt className="text-small text-muted">{term}</dt>
      <dd className="m-0 truncate text-body tabular-nums">{value}</dd>
    </div>
  )
}
