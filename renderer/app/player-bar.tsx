import { FastForward, LoaderCircle, Pause, Play, Rewind, SkipBack, SkipForward, X } from 'lucide-react'
import { useState } from 'react'
import {
  closePlayer,
  playNext,
  playPrevious,
  seekBy,
  seekTo,
  setSpeed,
  SPEEDS,
  togglePlay,
  usePlayer,
} from '../state/player.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { formatClock } from '../ui/format.ts'
import { Menu } from '../ui/menu.tsx'
import { Slider } from '../ui/slider.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { shortcutOf } from './commands.ts'

/** Plays on while pages come and go; there once something plays. */
export function PlayerBar() {
  const isThere = usePlayer(({ item }) => item !== null)
  if (!isThere) return null
  return (
    <section
      aria-label="Player"
      className="animate-rise col-span-2 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-t border-line bg-surface px-4 py-1.5 md:h-18 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_minmax(0,1fr)]"
    >
      <NowPlaying />
      <div className="flex min-w-0 flex-col max-md:contents">
        <Controls />
        <SeekBar />
      </div>
      <div className="flex items-center justify-end gap-1 max-md:col-start-2 max-md:row-start-2">
        <SpeedMenu />
        <IconButton label="Close the player" icon={X} onClick={closePlayer} />
      </div>
    </section>
  )
}

function NowPlaying() {
  const item = usePlayer((player) => player.item)
  const problem = usePlayer((player) => player.problem)
  if (item === null) return null
  return (
    <div className="flex min-w-0 items-center gap-3">
      {item.coverUrl !== null && (
        <img
          src={item.coverUrl}
          alt=""
          draggable={false}
          className="size-12 rounded-control bg-raised object-cover max-md:hidden"
        />
      )}
      <div className="min-w-0">
        <p className="truncate font-serif">{item.title}</p>
        {problem === null ? (
          <p className="truncate text-small text-muted">{item.subtitle}</p>
        ) : (
          <p role="alert" title={problem} className="flex items-center gap-1.5 text-small text-danger">
            <StateMark state="failed" label="Problem" />
            <span className="line-clamp-2">{problem}</span>
          </p>
        )}
      </div>
    </div>
  )
}

function Controls() {
  const isPlaying = usePlayer((player) => player.isPlaying)
  const isWaiting = usePlayer((player) => player.isWaiting && player.isPlaying)
  const count = usePlayer((player) => player.items.length)
  const hasNext = usePlayer((player) => player.index + 1 < player.items.length)
  const PlayIcon = isPlaying ? Pause : Play
  return (
    <div className="flex items-center justify-center gap-1">
      {count > 1 && <IconButton label="Previous" icon={SkipBack} onClick={playPrevious} />}
      <IconButton label="Back 10 seconds" icon={Rewind} onClick={() => seekBy(-10)} />
      <IconButton
        label={isPlaying ? 'Pause' : 'Play'}
        shortcut={shortcutOf('player.toggle')}
        icon={isWaiting ? LoaderCircle : PlayIcon}
        className={isWaiting ? '[&_svg]:animate-turn' : '[&_svg]:fill-current'}
        onClick={togglePlay}
      />
      <IconButton label="Forward 10 seconds" icon={FastForward} onClick={() => seekBy(10)} />
      {count > 1 && <IconButton label="Next" icon={SkipForward} disabled={!hasNext} onClick={playNext} />}
    </div>
  )
}

function SeekBar() {
  const positionMs = usePlayer((player) => player.positionMs)
  const durationMs = usePlayer((player) => player.durationMs)
  // While the hand is on it the line follows the hand, not the sound.
  const [draggedMs, setDraggedMs] = useState<number | null>(null)
  const shownMs = draggedMs ?? positionMs
  const totalMs = durationMs ?? 0
  return (
    <div className="flex w-full max-w-3xl items-center gap-2.5 self-center text-small text-muted max-md:row-start-2">
      <span className="min-w-10 text-right">{formatClock(shownMs)}</span>
      <Slider
        label="Position"
        value={Math.min(shownMs, totalMs)}
        max={Math.max(totalMs, 1)}
        step={1000}
        valueText={`${formatClock(shownMs)} of ${formatClock(totalMs)}`}
        disabled={durationMs === null}
        className="grow"
        onChange={setDraggedMs}
        onCommit={(valueMs) => {
          setDraggedMs(null)
          seekTo(valueMs)
        }}
      />
      <span className="min-w-10">{durationMs === null ? '–:––' : formatClock(durationMs)}</span>
    </div>
  )
}

function SpeedMenu() {
  const speed = usePlayer((player) => player.speed)
  return (
    <Menu
      label="Speed"
      align="end"
      trigger={
        <Button variant="quiet" size="small" aria-label={`Speed: ${speed} times`} className="min-w-11">
          {speed}×
        </Button>
      }
      items={SPEEDS.map((value) => ({
        label: `${value}×`,
        isChecked: value === speed,
        onSelect: () => setSpeed(value),
      }))}
    />
  )
}
