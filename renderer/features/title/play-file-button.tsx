import { Pause, Play } from 'lucide-react'
import { togglePlay, useIsPlaying } from '#renderer/state/player.ts'
import { IconButton } from '#renderer/ui/button.tsx'

/** Plays a file, and pauses it while it sounds; `onStart` puts it on with what follows it. */
export function PlayFileButton({ src, name, onStart }: { src: string; name: string; onStart: () => void }) {
  const isSounding = useIsPlaying(src)
  return (
    <IconButton
      size="small"
      icon={isSounding ? Pause : Play}
      label={`${isSounding ? 'Pause' : 'Play'} ${name}`}
      onClick={() => (isSounding ? togglePlay() : onStart())}
    />
  )
}
