/** A ComfyUI server as the producer sees it. */
export interface ServerCard {
  name: string
  /** Without credentials; null for the built-in engine. */
  url: string | null
  kind: 'embedded' | 'comfyui'
  status: 'connecting' | 'ready' | 'down' | 'disabled'
  /** Why it is down, in words. */
  reason: string | null
  version: string | null
  device: { name: string; memoryTotalBytes: number; memoryFreeBytes: number } | null
  queue: { running: number; pending: number } | null
  /** Prompts of this studio on the server. */
  posted: number
  jobsLastHour: number
  lastError: { at: string; message: string } | null
  /** False for what the configuration does not let the window change. */
  canChange: boolean
}

/** What a server says of itself when it is tried. */
export interface ServerTrial {
  version: string | null
  device: ServerCard['device']
  /** Workflows of this studio by what the server can do with them. */
  workflows: { workflowId: string; missing: string[] }[]
  tookMs: number
}
