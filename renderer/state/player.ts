import { create } from 'zustand'
import { formatClock } from '../ui/format.ts'

/** Something to hear; `src` is an address of `mediaUrl`. */
export interface PlayItem {
  src: string
  title: string
  subtitle: string
  coverUrl: string | null
  /** As far as known before it is loaded. */
  durationMs: number | null
}

interface PlayerState {
  items: readonly PlayItem[]
  index: number
  isPlaying: boolean
  /** It waits for sound to arrive. */
  isWaiting: boolean
  positionMs: number
  durationMs: number | null
  speed: number
  problem: string | null
}

const SILENT = {
  items: [],
  index: 0,
  isPlaying: false,
  isWaiting: false,
  positionMs: 0,
  durationMs: null,
  problem: null,
} satisfies Partial<PlayerState>

export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2] as const
/** Going back within the first seconds means the item before, later the start of this one. */
const RESTART_AFTER_MS = 3000

export const usePlayer = create<PlayerState>(() => ({ ...SILENT, speed: 1 }))

/** The one sound of the window, outside of React; the other one only loads what comes next. */
const sound = new Audio()
const ahead = new Audio()
ahead.preload = 'auto'
ahead.muted = true

const current = (): PlayItem | undefined => {
  const { items, index } = usePlayer.getState()
  return items[index]
}

function start(index: number): void {
  const { items, speed } = usePlayer.getState()
  const item = items[index]
  if (item === undefined) return
  usePlayer.setState({ index, positionMs: 0, durationMs: item.durationMs, isWaiting: true, problem: null })
  sound.src = item.src
  sound.playbackRate = speed
  resume()
  const next = items[index + 1]
  if (next === undefined) ahead.removeAttribute('src')
  else ahead.src = next.src
  showInSystem(item)
}

function resume(): void {
  sound.play().catch((error: unknown) => {
    // A newer source or a pause ends this play: that is no failure. The source's own failure comes as an event.
    if (error instanceof DOMException && error.name === 'NotAllowedError') {
      usePlayer.setState({ isWaiting: false, problem: 'The browser wants a click first. Press play.' })
    }
  })
}

/** Plays one item after the other. */
export function play(items: readonly PlayItem[], startAt = 0): void {
  usePlayer.setState({ items })
  start(startAt)
}

export function togglePlay(): void {
  if (current() === undefined) return
  if (usePlayer.getState().problem !== null) start(usePlayer.getState().index)
  else if (sound.paused) resume()
  else sound.pause()
}

export function seekTo(positionMs: number): void {
  const { durationMs } = usePlayer.getState()
  const within = Math.max(0, Math.min(positionMs, durationMs ?? positionMs))
  sound.currentTime = within / 1000
  usePlayer.setState({ positionMs: within })
}

export function seekBy(seconds: number): void {
  if (current() !== undefined) seekTo(usePlayer.getState().positionMs + seconds * 1000)
}

export function playNext(): void {
  const { items, index } = usePlayer.getState()
  if (index + 1 < items.length) start(index + 1)
}

export function playPrevious(): void {
  const { index, positionMs } = usePlayer.getState()
  if (index > 0 && positionMs < RESTART_AFTER_MS) start(index - 1)
  else seekTo(0)
}

export function setSpeed(speed: number): void {
  sound.playbackRate = speed
  usePlayer.setState({ speed })
}

export function closePlayer(): void {
  sound.pause()
  sound.removeAttribute('src')
  ahead.removeAttribute('src')
  usePlayer.setState(SILENT)
}

/** Whether this sound is the one that plays now. */
export function isPlaying(src: string): boolean {
  return usePlayer.getState().isPlaying && current()?.src === src
}

/** `isPlaying` for components. */
export function useIsPlaying(src: string | null): boolean {
  return usePlayer(({ isPlaying, items, index }) => isPlaying && items[index]?.src === src)
}

sound.addEventListener('play', () => usePlayer.setState({ isPlaying: true }))
sound.addEventListener('pause', () => usePlayer.setState({ isPlaying: false }))
sound.addEventListener('waiting', () => usePlayer.setState({ isWaiting: true }))
sound.addEventListener('playing', () => usePlayer.setState({ isWaiting: false, problem: null }))
sound.addEventListener('timeupdate', () => usePlayer.setState({ positionMs: sound.currentTime * 1000 }))
sound.addEventListener('durationchange', () => {
  if (Number.isFinite(sound.duration)) usePlayer.setState({ durationMs: sound.duration * 1000 })
})
sound.addEventListener('ended', () => {
  const { items, index } = usePlayer.getState()
  if (index + 1 < items.length) start(index + 1)
})
sound.addEventListener('error', () => {
  const item = current()
  if (item === undefined || !sound.hasAttribute('src')) return
  const at = usePlayer.getState().positionMs
  const where = at > 0 ? ` It stopped at ${formatClock(at)}.` : ''
  const problem = `“${item.title}” cannot be played: its sound did not arrive or is damaged.${where}`
  usePlayer.setState({ isPlaying: false, isWaiting: false, problem })
})

/** The keys of keyboards and headsets, and what the system shows beside its volume. */
function showInSystem(item: PlayItem): void {
  navigator.mediaSession.metadata = new MediaMetadata({
    title: item.title,
    artist: item.subtitle,
    artwork: item.coverUrl === null ? [] : [{ src: new URL(item.coverUrl, location.href).href }],
  })
}
navigator.mediaSession.setActionHandler('play', togglePlay)
navigator.mediaSession.setActionHandler('pause', togglePlay)
navigator.mediaSession.setActionHandler('previoustrack', playPrevious)
navigator.mediaSession.setActionHandler('nexttrack', playNext)
navigator.mediaSession.setActionHandler('seekbackward', () => seekBy(-10))
navigator.mediaSession.setActionHandler('seekforward', () => seekBy(10))
