import { FileAudio, Mic, Square } from 'lucide-react'
import { useRef, useState } from 'react'
import { LARGEST_SAMPLE_BYTES, type NarratorCard, type SampleReport } from '#shared/models/narrator-card.ts'
import { request } from '#renderer/bridge.ts'
import { failureOf } from '#renderer/state/follow-snapshot.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { formatBytes, formatDuration } from '#renderer/ui/format.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { useRecording } from './use-recording.ts'

const SUGGESTED_LINE =
  'The little station was quite empty when the last train came in, an hour late, with snow on its roof. Nobody stepped out. ' +
  'Then, from the far end of the platform, somebody laughed: “Did you really think I would not come?”'

/** Gives a narrator a recording of the voice: from a file or from the microphone. */
export function SampleDialog({ narrator, onClose }: { narrator: NarratorCard; onClose: () => void }) {
  const [isBusy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ report: SampleReport } | { refusal: string } | null>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const recording = useRecording()

  const attempt = async (work: () => Promise<SampleReport | undefined>) => {
    setBusy(true)
    setOutcome(null)
    try {
      const report = await work()
      if (report !== undefined) setOutcome({ report })
    } catch (error) {
      setOutcome({ refusal: error instanceof Error ? error.message : failureOf(error).message })
    } finally {
      setBusy(false)
    }
  }
  const upload = ({ name, bytes }: { name: string; bytes: Uint8Array<ArrayBuffer> }) =>
    request('narrator.setSample', { narratorId: narrator.narratorId, name, bytes })
  const uploadFile = (file: File) =>
    attempt(async () => {
      if (file.size > LARGEST_SAMPLE_BYTES) {
        throw new Error(
          `${file.name} has ${formatBytes(file.size)}; a sample may have up to ${formatBytes(LARGEST_SAMPLE_BYTES)}. Cut it to half a minute.`,
        )
      }
      return upload({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
    })
  const startOrStop = () =>
    attempt(async () => {
      if (!recording.isRecording) {
        await recording.start()
        return undefined
      }
      const finished = await recording.finish()
      return finished && upload(finished)
    })

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Voice sample of ${narrator.name}`}
      description="Ten to thirty seconds of one voice, close to the microphone, without music or echo."
    >
      <div className="flex flex-col gap-4">
        <blockquote className="m-0 rounded-card border border-line bg-canvas p-4 font-serif text-body">
          {SUGGESTED_LINE}
        </blockquote>
        <div className="flex flex-wrap items-center gap-3">
          <Button icon={FileAudio} disabled={isBusy || recording.isRecording} onClick={() => chooser.current?.click()}>
            Choose a recording…
          </Button>
          <Button icon={recording.isRecording ? Square : Mic} disabled={isBusy} onClick={() => void startOrStop()}>
            {recording.isRecording ? 'Stop and keep' : 'Record'}
          </Button>
          {recording.isRecording && (
            <span className="flex items-center gap-2 text-body tabular-nums">
              <StateMark state="running" label="Recording" /> {formatDuration(recording.elapsedMs)}
            </span>
          )}
          <input
            ref={chooser}
            type="file"
            accept="audio/*,.flac,.m4a"
            className="sr-only"
            tabIndex={-1}
            aria-label="Recording of the voice"
            onChange={(event) => {
              const file = event.target.files?.[0]
              event.target.value = ''
              if (file !== undefined) void uploadFile(file)
            }}
          />
        </div>
        <div role="status" aria-live="polite">
          {isBusy && <p className="text-body text-muted">Listening to the recording…</p>}
          {outcome !== null && <Outcome outcome={outcome} />}
        </div>
        <div className="flex justify-end">
          <Button variant={outcome !== null && 'report' in outcome ? 'primary' : 'secondary'} onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Outcome({ outcome }: { outcome: { report: SampleReport } | { refusal: string } }) {
  if ('refusal' in outcome) {
    return (
      <p className="flex gap-2 text-body">
        <StateMark state="failed" label="Not taken" /> {outcome.refusal}
      </p>
    )
  }
  const { durationMs, loudnessDbfs, warnings } = outcome.report
  return (
    <div className="flex flex-col gap-2 text-body">
      <p className="flex gap-2">
        <StateMark state="done" label="Taken" /> {formatDuration(durationMs)} long, {Math.round(loudnessDbfs)} dB loud
        on average. It is kept.
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="flex gap-2 text-warn">
          <StateMark state="needsYou" label="Note" /> {warning}
        </p>
      ))}
    </div>
  )
}
