import type { JobType } from '#shared/models/job.ts'
import type { NodePack, WorkflowCard, WorkflowFit } from '#shared/models/workflow-card.ts'
import type { MarkedState } from '#renderer/ui/state-mark.tsx'

const TYPES: Record<JobType, string> = {
  SPEECH: 'Speech',
  T2I: 'Picture',
  T2V: 'Video',
  AUDIO: 'Music and sound',
  '3D': '3D model',
}

/** What a workflow makes, in a word or two. */
export function typeWord(jobType: JobType | null): string {
  return jobType === null ? 'Unknown' : TYPES[jobType]
}

/** Groups of a list, in their order. */
export const TYPE_HEADINGS: readonly (readonly [JobType | null, string])[] = [
  ['SPEECH', 'Speech'],
  ['T2I', 'Pictures'],
  ['T2V', 'Video'],
  ['AUDIO', 'Music and sound'],
  ['3D', '3D models'],
  [null, 'Of no known type'],
]

export const TYPE_OPTIONS = (Object.keys(TYPES) as JobType[]).map((value) => ({ value, label: TYPES[value] }))

/** How servers are called on the screen. */
export type ServerNames = ReadonlyMap<string, { label: string; isBuiltIn: boolean; isReady: boolean }>

interface WorkflowState {
  state: MarkedState
  label: string
}

/** Whether and where a workflow can run. */
export function stateOf({ isOffered, problems, fits }: WorkflowCard, names: ServerNames): WorkflowState {
  if (isOffered) return { state: 'waiting', label: 'Not added yet' }
  return problems.length > 0 ? { state: 'failed', label: 'Cannot be used' } : placesOf(fits, names)
}

/** Where what has these fits can run. */
export function placesOf(fits: readonly WorkflowFit[], names: ServerNames): WorkflowState {
  const able = fits.filter(({ status }) => status === 'able').map(({ serverName }) => labelOf(serverName, names))
  const unknown = fits.filter(({ status }) => status === 'unknown')
  if (fits.length > 1 && able.length === fits.length) return { state: 'done', label: 'Runs on every server' }
  if (able.length > 2) return { state: 'done', label: `Runs on ${able.length} of ${fits.length} servers` }
  if (able.length > 0) return { state: 'done', label: `Runs on ${able.join(' and ')}` }
  if (unknown.some(({ serverName }) => names.get(serverName)?.isReady === true)) {
    return { state: 'running', label: 'Asking the servers' }
  }
  if (unknown.length > 0) return { state: 'waiting', label: 'No server that may run it answers' }
  return { state: 'needsYou', label: 'Runs nowhere yet' }
}

/** What is not known for want of servers that answer; null when all do. */
export function awayWords(names: readonly string[]): string | null {
  const [name, second, ...others] = names
  if (name === undefined) return null
  if (second === undefined) return `${name} does not answer: what it can run is not known.`
  const who = others.length === 0 ? `${name} and ${second}` : `${names.length} servers`
  return `${who} do not answer: what they can run is not known.`
}

/** What one server can do with a workflow. Nothing can be installed on the built-in engine, so that it lacks nothing. */
export function fitWords({ serverName, status }: WorkflowFit, names: ServerNames): WorkflowState {
  const server = names.get(serverName)
  if (status === 'able') return { state: 'done', label: 'Can run it' }
  if (status === 'unknown') {
    return server?.isReady === true
      ? { state: 'running', label: 'Is being asked' }
      : { state: 'waiting', label: 'Not known while it is away' }
  }
  return server?.isBuiltIn === true
    ? { state: 'waiting', label: 'Cannot: this needs a ComfyUI server' }
    : { state: 'needsYou', label: 'Cannot run it yet' }
}

export function labelOf(serverName: string, names: ServerNames): string {
  return names.get(serverName)?.label ?? serverName
}

/** The server that is nearest to running it: nothing can be installed on the built-in engine, so it counts last. */
export function nearestFit(fits: readonly WorkflowFit[], names: ServerNames): WorkflowFit | null {
  const isBuiltIn = ({ serverName }: WorkflowFit) => names.get(serverName)?.isBuiltIn === true
  const lacking = fits.filter(({ status }) => status === 'lacking')
  const [nearest] = lacking.sort(
    (a, b) => Number(isBuiltIn(a)) - Number(isBuiltIn(b)) || a.missing.length - b.missing.length,
  )
  return nearest ?? null
}

/** `With the node pack ComfyUI-KokoroTTS`; empty where ComfyUI has all of it. */
export function packWords(packs: readonly NodePack[]): string {
  if (packs.length === 0) return ''
  const names = new Intl.ListFormat('en-GB').format(packs.map(({ name }) => name))
  return `With the node ${packs.length === 1 ? 'pack' : 'packs'} ${names}`
}
