import { Pause, Play } from 'lucide-react'
import { mediaAddress } from '#shared/contract/media.ts'
import type { WorkflowTrial } from '#shared/models/workflow-card.ts'
import { mediaUrl, request } from '#renderer/bridge.ts'
import { play, togglePlay, useIsPlaying, usePlayer } from '#renderer/state/player.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { formatBytes, formatDuration } from '#renderer/ui/format.ts'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { toast } from '#renderer/ui/toast.ts'

/** How a trial goes, and what came of it. */
export function TrialResult({
  trial,
  serverLabel,
  label,
}: Omit<OutputProps, 'trialId' | 'index' | 'output'> & { trial: WorkflowTrial }) {
  const { trialId, status, progress, message, outputs, texts, tookMs } = trial
  if (status === 'running') {
    const stop = () => request('workflow.cancelTrial', { trialId }).catch((error: unknown) => toast.fail(error))
    return (
      <div role="status" className="flex flex-col gap-2">
        <div className="flex items-center justify-between gap-3">
          <StateMark state="running" label={`Runs on ${serverLabel}`} isLabelShown />
          <Button size="small" variant="quiet" onClick={() => void stop()}>
            Stop
          </Button>
        </div>
        <ProgressLine value={progress} label="Progress of the trial" />
        <p className="text-small text-muted">The first run loads the model, which may take minutes.</p>
      </div>
    )
  }
  if (status === 'failed') {
    return (
      <p role="status" className="flex gap-2 break-words">
        <StateMark state="failed" label="Failed" className="mt-0.5 self-start" />
        <span className="min-w-0">{message ?? `It failed on ${serverLabel}.`}</span>
      </p>
    )
  }
  return (
    <div role="status" className="flex flex-col gap-3">
      <StateMark
        state="done"
        label={tookMs === null ? `Done by ${serverLabel}` : `Done by ${serverLabel} after ${formatDuration(tookMs)}`}
        isLabelShown
      />
      {outputs.map((output, index) => (
        <Output
          key={output.name}
          trialId={trialId}
          index={index}
          output={output}
          serverLabel={serverLabel}
          label={label}
        />
      ))}
      {texts.map((text) => (
        <blockquote key={text} className="m-0 rounded-card border border-line bg-canvas p-3 font-serif select-text">
          {text}
        </blockquote>
      ))}
      {outputs.length === 0 && texts.length === 0 && <p className="text-muted">It ran, and nothing came of it.</p>}
    </div>
  )
}

interface OutputProps {
  trialId: string
  index: number
  output: WorkflowTrial['outputs'][number]
  serverLabel: string
  /** What the workflow is called. */
  label: string
}

function Output({ trialId, index, output: { kind, name, sizeBytes }, serverLabel, label }: OutputProps) {
  const src = mediaUrl(mediaAddress.trial(trialId, index))
  const isPlaying = useIsPlaying(src)
  const isLoaded = usePlayer(({ items, index: at }) => items[at]?.src === src)
  if (kind === 'picture') {
    return <img src={src} alt="What came of the trial" className="w-full rounded-card border border-line" />
  }
  if (kind === 'other') return <p className="text-muted">{`${name}, ${formatBytes(sizeBytes)}`}</p>
  const item = { src, title: label, subtitle: `Trial on ${serverLabel}`, coverUrl: null, durationMs: null }
  return (
    <div className="flex items-center gap-3 rounded-card border border-line bg-surface px-3 py-2">
      <IconButton
        label={isPlaying ? 'Pause the result' : 'Play the result'}
        icon={isPlaying ? Pause : Play}
        onClick={() => (isLoaded ? togglePlay() : play([item]))}
      />
      <span className="min-w-0 truncate text-muted">Sound, {formatBytes(sizeBytes)}</span>
    </div>
  )
}
