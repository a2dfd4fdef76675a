import type { MissingPart } from './workflow-card.ts'

/** A ComfyUI server as the producer sees it. */
export interface ServerCard {
  name: string
  /** Without credentials; null for the built-in engine. */
  url: string | null
  kind: 'embedded' | 'comfyui'
  status: 'connecting' | 'ready' | 'down' | 'disabled'
  /** Why it does not work, in words. */
  reason: string | null
  /** Workflows that failed there in a row and are left to other servers for a while. */
  setAside: { workflowId: string; label: string; until: string; failures: number; reason: string }[]
  version: string | null
  device: { name: string; memoryTotalBytes: number; memoryFreeBytes: number } | null
  queue: { running: number; pending: number } | null
  /** Prompts of this studio on the server. */
  posted: number
  jobsLastHour: number
  /** Seconds of speech that it makes a second, as measured; null before there was any. */
  speechPace: number | null
  labels: string[]
  /** Its share of the work; null: as fast as it proves to be. */
  weight: number | null
  /** Prompts at a time, where that was said. */
  slots: number | null
  /** A secret is told to no window, only that there is one. */
  hasToken: boolean
  headerNames: string[]
  lastError: { at: string; message: string } | null
  /** False for what the configuration does not let the window change. */
  canChange: boolean
}

/** What a server says of itself when it is tried. */
export interface ServerTrial {
  version: string | null
  device: ServerCard['device']
  /** Workflows of this studio by what the server can do with them. */
  workflows: { workflowId: string; label: string; missing: MissingPart[] }[]
  tookMs: number
}
