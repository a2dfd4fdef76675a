import { occurs, type Faults } from './faults.ts'
import { isAudio, sharedSamples, type Audio } from './media.ts'
import { NodeError, NodeInterrupted, type NodeResult } from './node-class.ts'
import type { NodeInterference } from './prompts/run-prompt.ts'

const OUT_OF_MEMORY = `Allocation on device
This error means you ran out of memory on your GPU.

TIPS: If the workflow worked before you might have accidentally set the batch_size to a large number.`

/** The faults that concern running nodes. */
export function nodeFaults(faults: Faults): NodeInterference {
  return {
    async before(_nodeClass, signal) {
      if (occurs(faults, 'hangNode')) await hang(faults, signal)
      if (occurs(faults, 'outOfMemory')) throw new NodeError(OUT_OF_MEMORY, 'torch.OutOfMemoryError')
      if (occurs(faults, 'failNode')) throw new NodeError(faults.failNodeMessage, 'RuntimeError')
    },
    after(result) {
      if (!result.outputs?.some(isAudio)) return result
      if (occurs(faults, 'shortAudio')) return withAudio(result, shorten)
      return occurs(faults, 'silentAudio') ? withAudio(result, silence) : result
    },
  }
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
