import { Pause, Play } from 'lucide-react'
import { mediaAddress } from '#shared/contract/media.ts'
import type { Audition } from '#shared/models/narrator-card.ts'
import { mediaUrl, request } from '#renderer/bridge.ts'
import { useAuditions } from '#renderer/state/auditions.ts'
import { play, togglePlay, useIsPlaying, usePlayer, type PlayItem } from '#renderer/state/player.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { formatDuration } from '#renderer/ui/format.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { groupByLine } from './audition-groups.ts'

const STATES = { waiting: 'waiting', running: 'running', done: 'done', failed: 'failed' } as const
const LABELS = { waiting: 'Waits for a server', running: 'Being spoken', done: 'Ready', failed: 'Failed' } as const

/** What was spoken on trial: line by line, voice beside voice. */
export function AuditionList() {
  const { items, failure } = useAuditions()
  if (failure !== null) return <p className="text-body text-warn">{failure.message}</p>
  const groups = groupByLine([...items.values()])
  if (groups.length === 0) return null
  const clear = () => request('audition.clear', {}).catch((error: unknown) => toast.fail(error))
  return (
    <div className="flex flex-col gap-6">
      {groups.map(({ text, auditions }) => (
        <LineGroup key={auditions[0]?.auditionId ?? text} text={text} auditions={auditions} />
      ))}
      <Button variant="quiet" size="small" className="self-start" onClick={() => void clear()}>
        Clear the auditions
      </Button>
    </div>
  )
}

function LineGroup({ text, auditions }: { text: string; auditions: readonly Audition[] }) {
  const finished = auditions.filter(({ status }) => status === 'done')
  return (
    <section className="flex flex-col gap-3">
      <div className="flex items-start justify-between gap-4">
        <p className="line-clamp-2 max-w-[70ch] font-serif text-body text-muted">{text}</p>
        {finished.length > 1 && (
          <Button size="small" icon={Play} onClick={() => play(finished.map(playItem))}>
            One after another
          </Button>
        )}
      </div>
      <ul className="m-0 grid list-none grid-cols-[repeat(auto-fill,minmax(min(100%,16rem),1fr))] gap-3 p-0">
        {auditions.map((audition) => (
          <li key={audition.auditionId}>
            <AuditionRow audition={audition} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function AuditionRow({ audition }: { audition: Audition }) {
  const { narratorName, status, durationMs, tookMs, message } = audition
  const item = playItem(audition)
  const isLoaded = usePlayer(({ items, index }) => items[index]?.src === item.src)
  const isPlaying = useIsPlaying(item.src)
  return (
    <div className="flex min-h-14 items-center gap-3 rounded-card border border-line bg-surface px-3 py-2">
      {status === 'done' ? (
        <IconButton
          label={isPlaying ? `Pause ${narratorName}` : `Play ${narratorName}`}
          icon={isPlaying ? Pause : Play}
          onClick={() => (isLoaded ? togglePlay() : play([item]))}
        />
      ) : (
        <StateMark state={STATES[status]} label={LABELS[status]} />
      )}
      <div className="min-w-0">
        <p className="truncate text-body">{narratorName}</p>
        <p className="text-small text-muted tabular-nums">
          {status === 'done' && durationMs !== null ? formatDuration(durationMs) : (message ?? LABELS[status])}
          {tookMs !== null && ` · ready after ${(tookMs / 1000).toFixed(1)} s`}
        </p>
      </div>
    </div>
  )
}

function playItem({ auditionId, narratorName, text, durationMs }: Audition): PlayItem {
  return {
    src: mediaUrl(mediaAddress.audition(auditionId)),
    title: narratorName,
    subtitle: text,
    coverUrl: null,
    durationMs,
  }
}
