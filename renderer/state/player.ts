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
  /** Only this stretch of it is heard, unless somebody seeks beyond; `place` says to what it belongs. */
  stretch?: { place: string; startMs: number; endMs: number }
}

interface PlayerState {
  items: readonly PlayItem[]
  index: number
  /** The one of `items` that is played or paused; null while there is nothing to hear. */
  item: PlayItem | null
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
  item: null,
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

/** Two decks, as in a studio: one is heard, the other has the next item ready, so that no gap is heard between them. */
let sound = newDeck()
let ahead = newDeck()

function newDeck(): HTMLAudioElement {
  const deck = new Audio()
  deck.preload = 'auto'
  const on = (name: string, act: () => void): void =>
    deck.addEventListener(name, () => {
      if (deck === sound && usePlayer.getState().item !== null) act()
    })
  on('play', () => usePlayer.setState({ isPlaying: true }))
  on('pause', () => usePlayer.setState({ isPlaying: false }))
  on('waiting', () => usePlayer.setState({ isWaiting: true }))
  on('playing', () => usePlayer.setState({ isWaiting: false, problem: null }))
  on('timeupdate', () => movedTo(deck.currentTime * 1000))
  on('durationchange', () => {
    if (Number.isFinite(deck.duration)) usePlayer.setState({ durationMs: deck.duration * 1000 })
  })
  on('ended', playNext)
  on('error', showProblem)
  return deck
}

function load(deck: HTMLAudioElement, src: string): void {
  if (deck.getAttribute('src') !== src) deck.src = src
}

function unload(deck: HTMLAudioElement): void {
  deck.pause()
  deck.removeAttribute('src')
  deck.load()
}

/** A stretch ends when the sound runs over its end, not when somebody seeks there. */
function movedTo(positionMs: number): void {
  const { positionMs: before, item, items, index } = usePlayer.getState()
  usePlayer.setState({ positionMs })
  const endMs = item?.stretch?.endMs ?? Infinity
  if (before >= endMs || positionMs < endMs) return
  if (index + 1 < items.length) playNext()
  else sound.pause()
}

function start(index: number): void {
  const { items, speed } = usePlayer.getState()
  const item = items[index]
  if (item === undefined) return
  const startMs = startOf(item)
  sound.pause()
  if (ahead.getAttribute('src') === item.src && ahead.error === null) [sound, ahead] = [ahead, sound]
  usePlayer.setState({ index, item, positionMs: startMs, durationMs: item.durationMs, isWaiting: true, problem: null })
  if (sound.error !== null) sound.removeAttribute('src')
  load(sound, item.src)
  // What is loaded already will not tell its length again.
  if (Number.isFinite(sound.duration)) usePlayer.setState({ durationMs: sound.duration * 1000 })
  sound.currentTime = startMs / 1000
  sound.playbackRate = speed
  resume()
  showInSystem(item)
  const next = items[index + 1]
  if (next === undefined) unload(ahead)
  else load(ahead, next.src)
}

function resume(): void {
  sound.play().catch((error: unknown) => {
    // A newer source or a pause ends this play: that is no failure. The source's own failure comes as an event.
    if (error instanceof DOMException && error.name === 'NotAllowedError') {
      usePlayer.setState({ isWaiting: false, problem: 'The browser wants a click before it plays. Press play.' })
    }
  })
}

function showProblem(): void {
  const { item, positionMs } = usePlayer.getState()
  if (item === null || !sound.hasAttribute('src')) return
  const where = positionMs > 0 ? ` after ${formatClock(positionMs)}` : ''
  const problem = `This does not play${where}: its sound did not arrive or is damaged.`
  usePlayer.setState({ isPlaying: false, isWaiting: false, problem })
}

/** Plays one item after the other. */
export function play(items: readonly PlayItem[], startAt = 0): void {
  usePlayer.setState({ items })
  start(startAt)
}

export function togglePlay(): void {
  const { item, problem, index } = usePlayer.getState()
  if (item === null) return
  if (problem !== null) start(index)
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
  const { item, positionMs } = usePlayer.getState()
  if (item !== null) seekTo(positionMs + seconds * 1000)
}

export function playNext(): void {
  start(usePlayer.getState().index + 1)
}

export function playPrevious(): void {
  const { index, item, positionMs } = usePlayer.getState()
  const startMs = item === null ? 0 : startOf(item)
  if (index > 0 && positionMs < startMs + RESTART_AFTER_MS) start(index - 1)
  else seekTo(startMs)
}

/** J and L: from stretch to stretch where stretches are heard, else by ten seconds. */
export function jump(direction: 'back' | 'forward'): void {
  const isStretch = usePlayer.getState().item?.stretch !== undefined
  if (!isStretch) seekBy(direction === 'back' ? -10 : 10)
  else if (direction === 'back') playPrevious()
  else playNext()
}

function startOf({ stretch }: PlayItem): number {
  return stretch?.startMs ?? 0
}

export function setSpeed(speed: number): void {
  sound.playbackRate = speed
  usePlayer.setState({ speed })
}

export function closePlayer(): void {
  usePlayer.setState(SILENT)
  unload(sound)
  unload(ahead)
  navigator.mediaSession.metadata = null
}

/** Whether this sound is the one that plays now. */
export function useIsPlaying(src: string | null): boolean {
  return usePlayer((player) => player.isPlaying && player.item?.src === src)
}

/** What the system shows beside its volume. */
function showInSystem(item: PlayItem): void {
  navigator.mediaSession.metadata = new MediaMetadata({
    title: item.title,
    artist: item.subtitle,
    artwork: item.coverUrl === null ? [] : [{ src: new URL(item.coverUrl, location.href).href }],
  })
}

/** Lets the keys of keyboards and headsets work; call it once. */
export function connectMediaKeys(): void {
  const session = navigator.mediaSession
  session.setActionHandler('play', togglePlay)
  session.setActionHandler('pause', togglePlay)
  session.setActionHandler('previoustrack', playPrevious)
  session.setActionHandler('nexttrack', playNext)
  session.setActionHandler('seekbackward', () => seekBy(-10))
  session.setActionHandler('seekforward', () => seekBy(10))
}
