import type { ServerAddress } from '../client/http.ts'
import type { SetAside } from './setbacks.ts'

/** A server as it is configured, with its real address. */
export interface ServerSpec extends ServerAddress {
  name: string
  /** Prompts that it runs at a time. */
  slots: number
  /** Node classes: only workflows that have one of them go to this server, unless no other server can run them. */
  reservedFor?: readonly string[]
  /** It ends with the studio, and what it runs with it. */
  isOurs?: boolean
  /** How fast it is beside the others, until that has been measured; 1 when left out. */
  weight?: number | undefined
  /** A workflow with labels runs only on servers that have all of them. */
  labels?: readonly string[] | undefined
}

/** A server as the producer sees it. */
export interface ServerState {
  name: string
  url: string
  status: 'connecting' | 'ready' | 'down'
  /** Why it is down, in words. */
  reason: string | null
  version: string | null
  /** Prompts on the server, running or waiting there. */
  posted: number
  /** Results on their way from the server. */
  fetching: number
  labels: readonly string[]
  /** Workflows that it is spared after failures in a row. */
  setAside: SetAside[]
  /** The jobs that it runs now. */
  runningJobIds: number[]
}
