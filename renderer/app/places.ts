import { AudioLines, LibraryBig, ListTodo, Mic, Server, Settings, type LucideIcon } from 'lucide-react'
import type { CommandId } from '#shared/models/command.ts'

interface Place {
  path: string
  label: string
  icon: LucideIcon
  command: CommandId
  /** Routes of single things that belong here. */
  below: string | null
  /** What lies below is the same in each environment. */
  isShared?: boolean
}

/** The rooms of the window as the rail shows them. */
export const PLACES = [
  { path: '/library', label: 'Library', icon: LibraryBig, command: 'go.library', below: '/title/' },
  { path: '/narrators', label: 'Narrators', icon: Mic, command: 'go.narrators', below: null },
  { path: '/productions', label: 'Productions', icon: AudioLines, command: 'go.productions', below: '/production/' },
  { path: '/jobs', label: 'Jobs', icon: ListTodo, command: 'go.jobs', below: null },
  { path: '/servers', label: 'Servers', icon: Server, command: 'go.servers', below: '/servers/', isShared: true },
  { path: '/settings', label: 'Settings', icon: Settings, command: 'go.settings', below: null },
] as const satisfies readonly Place[]

/** Routes of one page, whatever side of it they show, have one key. */
export function pageKey(route: string): string {
  return route === '/servers/workflows' ? '/servers' : route
}

/** The place that a route lies in. */
export function placeOf(route: string): Place | undefined {
  return PLACES.find(({ path, below }) => route === path || (below !== null && route.startsWith(below)))
}
