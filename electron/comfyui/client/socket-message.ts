import { z } from 'zod'
import { parseServerJson } from './server-json.ts'

/** What a socket message says about a prompt; the rest of the protocol's messages is of no use here. */
export type SocketMessage =
  | { kind: 'status' }
  | { kind: 'started'; promptId: string }
  /** `nodes` is the sum of the nodes' progress, each 0–1. */
  | { kind: 'progress'; promptId: string; nodes: number }
  /** The last node ended; history follows. */
  | { kind: 'ending'; promptId: string }
  /** History is readable. */
  | { kind: 'ended'; promptId: string }

const messageSchema = z.object({ type: z.string(), data: z.looseObject({ prompt_id: z.string().optional() }) })
const amount = z.looseObject({ value: z.number(), max: z.number() })
const stateSchema = z.looseObject({ nodes: z.record(z.string(), amount.catch({ value: 0, max: 1 })) })

/** Reads a text message; null for what is unknown or malformed. */
export function readSocketMessage(text: string): SocketMessage | null {
  const parsed = messageSchema.safeParse(parseServerJson(text))
  if (!parsed.success) return null
  const { type, data } = parsed.data
  if (type === 'status') return { kind: 'status' }
  const promptId = data.prompt_id
  if (promptId === undefined) return null
  switch (type) {
    case 'execution_start':
      return { kind: 'started', promptId }
    case 'progress_state': {
      const state = stateSchema.safeParse(data)
      if (!state.success) return null
      const nodes = Object.values(state.data.nodes).reduce((sum, node) => sum + fraction(node), 0)
      return { kind: 'progress', promptId, nodes }
    }
    case 'execution_success':
    case 'execution_error':
    case 'execution_interrupted':
      return { kind: 'ending', promptId }
    case 'executing':
      return data['node'] === null ? { kind: 'ended', promptId } : { kind: 'started', promptId }
    default:
      return null
  }
}

function fraction({ value, max }: { value: number; max: number }): number {
  return max > 0 ? Math.min(1, Math.max(0, value / max)) : 0
}
