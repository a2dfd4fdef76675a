import { NodeError, type NodeClass } from '../node-class.ts'
import { sharedSamples } from '../media.ts'

/** A longer silence is a mistake, and would not fit into memory. */
const MAX_SAMPLES = 64 * 1024 * 1024

/** Silence of a given length. */
export const EMPTY_AUDIO: NodeClass = {
  name: 'EmptyAudio',
  displayName: 'Empty Audio',
  description: '',
  category: 'audio',
  pythonModule: 'comfy_extras.nodes_audio',
  inputs: () => ({
    required: {
      duration: ['FLOAT', { default: 60, min: 0, max: 18446744073709552000, step: 0.01 }],
      sample_rate: ['INT', { default: 44100 }],
      channels: ['INT', { default: 2, min: 1, max: 2 }],
    },
  }),
  outputs: ['AUDIO'],
  isOutput: false,
  execute(inputs) {
    const sampleRateHz = Number(inputs['sample_rate'])
    const length = Math.round(Number(inputs['duration']) * sampleRateHz)
    const count = Number(inputs['channels'])
    if (!(length >= 0 && length * count <= MAX_SAMPLES)) throw new NodeError(`${length} samples are too many.`)
    const channels = Array.from({ length: count }, () => sharedSamples(length))
    return Promise.resolve({ outputs: [{ channels, sampleRateHz }] })
  },
}
