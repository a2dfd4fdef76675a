import { memo, useState, type MouseEvent } from 'react'
import type { ChunkTick } from '#shared/models/production-card.ts'
import { STRIP_HEIGHT_PX, tickPaths } from './tick-shapes.ts'
import { tickWords } from '#renderer/state/production-words.ts'

const COLOURS = {
  pending: 'fill-muted/50',
  running: 'fill-ember-strong',
  done: 'fill-ok/65',
  redone: 'fill-ok/65',
  failed: 'fill-danger',
} as const

interface TickStripProps {
  ticks: readonly ChunkTick[]
  pitchPx: number
  /** The tick that the keys are at; null while they are elsewhere. */
  cursor: number | null
  /** The tick that sounds now. */
  playing: number | null
  onPick: (place: number) => void
}

/** A chapter's passages as thin ticks; one path a state, so that thousands of them cost nothing. */
export const TickStrip = memo(function TickStrip({ ticks, pitchPx, cursor, playing, onPick }: TickStripProps) {
  const [hovered, setHovered] = useState<number | null>(null)
  const placeAt = (event: MouseEvent): number | null => {
    const place = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left) / pitchPx)
    return place >= 0 && place < ticks.length ? place : null
  }
  const shown = hovered ?? cursor
  const tick = shown === null ? undefined : ticks[shown]
  const width = ticks.length * pitchPx

  return (
    <div aria-hidden className="relative h-5">
      <svg
        width={width}
        height={STRIP_HEIGHT_PX}
        className="block overflow-visible"
        shapeRendering="crispEdges"
        onMouseMove={(event) => setHovered(placeAt(event))}
        onMouseLeave={() => setHovered(null)}
        onClick={(event) => {
          event.stopPropagation()
          const place = placeAt(event)
          if (place !== null) onPick(place)
        }}
      >
        <rect width={width} height={STRIP_HEIGHT_PX} className="fill-transparent" />
        {Object.entries(tickPaths(ticks, pitchPx)).map(([shape, path]) => (
          <path key={shape} d={path} className={COLOURS[shape as keyof typeof COLOURS]} />
        ))}
        {playing !== null && <Pointer place={playing} pitchPx={pitchPx} className="fill-text" />}
        {shown !== null && <Pointer place={shown} pitchPx={pitchPx} className="fill-ember-strong" />}
      </svg>
      {tick !== undefined && shown !== null && (
        <div
          className="pointer-events-none absolute bottom-full z-10 -translate-x-1/2 rounded-control bg-raised px-2 py-1 text-small whitespace-nowrap shadow-float"
          style={{ left: Math.max(70, (shown + 0.5) * pitchPx) }}
        >
          {tickWords(tick, shown, ticks.length)}
        </div>
      )}
    </div>
  )
})

function Pointer({ place, pitchPx, className }: { place: number; pitchPx: number; className: string }) {
  const width = Math.max(2, pitchPx - 1)
  return <rect x={place * pitchPx} y={-1} width={width} height={STRIP_HEIGHT_PX + 2} className={className} />
}
