import { Pause, Play } from 'lucide-react'
import { mediaAddress } from '#shared/contract/media.ts'
import type { NarratorCard } from '#shared/models/narrator-card.ts'
import { mediaUrl, request } from '#renderer/bridge.ts'
import { play, togglePlay, useIsPlaying, usePlayer } from '#renderer/state/player.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { formatDuration } from '#renderer/ui/format.ts'
import { WaveformImage } from './waveform-image.tsx'

/** The recording of a voice with its waveform. */
export function SamplePlayer({ narrator, version }: { narrator: NarratorCard; version: string }) {
  const { narratorId, name } = narrator
  const src = mediaUrl(mediaAddress.sample(narratorId, version))
  const isPlaying = useIsPlaying(src)
  const isLoaded = usePlayer(({ items, index }) => items[index]?.src === src)
  const waveform = useLoaded(`${narratorId} ${version}`, () => request('narrator.waveform', { narratorId }))
  const durationMs = waveform.data?.durationMs ?? null

  const toggle = () => {
    if (isLoaded) togglePlay()
    else play([{ src, title: name, subtitle: 'Voice sample', coverUrl: null, durationMs }])
  }
  return (
    <div className="flex items-center gap-3">
      <IconButton
        label={isPlaying ? `Pause the sample of ${name}` : `Play the sample of ${name}`}
        icon={isPlaying ? Pause : Play}
        onClick={toggle}
      />
      <div className="h-10 min-w-0 flex-1">
        {waveform.data !== null && <WaveformImage peaks={waveform.data.peaks} />}
        {waveform.failure !== null && <p className="text-small text-muted">{waveform.failure.message}</p>}
      </div>
      {durationMs !== null && <span className="text-small text-muted tabular-nums">{formatDuration(durationMs)}</span>}
    </div>
  )
}
