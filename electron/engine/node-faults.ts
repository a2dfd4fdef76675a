import { occurs, type Faults } from './faults.ts'
import { isAudio, sharedSamples, type Audio } from './media.ts'
import { NodeError, NodeInterrupted, type NodeClass, type NodeResult } from './node-class.ts'
import { isRecord } from './prompts/graph.ts'
import type { NodeInterference } from './prompts/run-prompt.ts'

const OUT_OF_MEMORY = `Allocation on device
This error means you ran out of memory on your GPU.

TIPS: If the workflow worked before you might have accidentally set the batch_size to a large number.`

/** The faults that concern running nodes; `crash` ends the server. */
export function nodeFaults(faults: Faults, crash: () => void): NodeInterference {
  return {
    async before(nodeClass, inputs, signal) {
      if (!isMeant(faults.onNode, nodeClass, inputs)) return
      if (occurs(faults, 'crashOnNode')) {
        crash()
        throw new NodeInterrupted()
      }
      if (occurs(faults, 'hangNode')) await hang(faults, signal)
      if (occurs(faults, 'outOfMemory')) throw new NodeError(OUT_OF_MEMORY, 'torch.OutOfMemoryError')
      if (occurs(faults, 'failNode')) throw new NodeError(faults.failNodeMessage, 'RuntimeError')
    },
    after(given) {
      const result = given.ui && occurs(faults, 'pathTricks') ? withPathTricks(given) : given
      if (!result.outputs?.some(isAudio)) return result
      if (occurs(faults, 'shortAudio')) return withAudio(result, shorten)
      return occurs(faults, 'silentAudio') ? withAudio(result, silence) : result
    },
  }
}

function isMeant(onNode: string | null, { name }: NodeClass, inputs: Readonly<Record<string, unknown>>): boolean {
  if (onNode === null || name === onNode) return true
  return Object.values(inputs).some((value) => typeof value === 'string' && value.includes(onNode))
}

function withPathTricks(result: NodeResult): NodeResult {
  const ui = Object.entries(result.ui ?? {}).map(([key, items]) => [key, items.map(withPathTrick)] as const)
  return { ...result, ui: Object.fromEntries(ui) }
}

function withPathTrick(item: unknown): unknown {
  const isFile = isRecord(item) && typeof item['filename'] === 'string'
  return isFile ? { ...item, filename: `../../../${String(item['filename'])}`, subfolder: '/../..\\..' } : item
}

function hang(faults: Faults, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      if (!faults.hangIgnoresInterrupt) reject(new NodeInterrupted())
    })
  })
}

function withAudio(result: NodeResult, alter: (samples: Float32Array) => Float32Array): NodeResult {
  const altered = (audio: Audio): Audio => ({ ...audio, channels: audio.channels.map(alter) })
  return { ...result, outputs: (result.outputs ?? []).map((value) => (isAudio(value) ? altered(value) : value)) }
}

function shorten(samples: Float32Array): Float32Array {
  return samples.slice(0, Math.ceil(samples.length / 10))
}

function silence(samples: Float32Array): Float32Array {
  return sharedSamples(samples.length)
}
