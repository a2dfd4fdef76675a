import type { NodeClass, NodeInputs } from '../node-class.ts'
import { MERGES, type AudioShape } from '../workers/shape-audio.ts'

const DEADLINE_MS = 120_000

interface Shaper {
  name: string
  displayName: string
  shape: AudioShape
  required: NodeInputs['required']
  outputs?: readonly string[]
}

function shaper({ name, displayName, shape, required, outputs = ['AUDIO'] }: Shaper): NodeClass {
  return {
    name,
    displayName,
    description: '',
    category: 'audio',
    pythonModule: 'comfy_extras.nodes_audio',
    inputs: () => ({ required }),
    outputs,
    isOutput: false,
    async execute(values, { workers, signal }) {
      return { outputs: await workers.run('shapeAudio', { shape, values }, { signal, deadlineMs: DEADLINE_MS }) }
    },
  }
}

/** Cuts a window out of a sound; a negative start counts from the end. */
export const TRIM_AUDIO_DURATION = shaper({
  name: 'TrimAudioDuration',
  displayName: 'Trim Audio Duration',
  shape: 'trim',
  required: {
    audio: ['AUDIO'],
    start_index: ['FLOAT', { default: 0, min: -18446744073709552000, max: 18446744073709552000, step: 0.01 }],
    duration: ['FLOAT', { default: 60, min: 0, step: 0.01 }],
  },
})

/** Puts one sound behind another; mono becomes stereo, and the higher rate is kept. */
export const AUDIO_CONCAT = shaper({
  name: 'AudioConcat',
  displayName: 'Audio Concat',
  shape: 'concat',
  required: { audio1: ['AUDIO'], audio2: ['AUDIO'], direction: [['after', 'before'], { default: 'after' }] },
})

/** Lays one sound over another, as long as the first, and keeps it from clipping. */
export const AUDIO_MERGE = shaper({
  name: 'AudioMerge',
  displayName: 'Audio Merge',
  shape: 'merge',
  required: { audio1: ['AUDIO'], audio2: ['AUDIO'], merge_method: [Object.keys(MERGES)] },
})

/** Makes a sound louder or quieter by decibels. */
export const AUDIO_ADJUST_VOLUME = shaper({
  name: 'AudioAdjustVolume',
  displayName: 'Audio Adjust Volume',
  shape: 'adjustVolume',
  required: { audio: ['AUDIO'], volume: ['INT', { default: 1, min: -100, max: 100 }] },
})

/** Left and right of a stereo sound, each as a sound of one channel. */
export const SPLIT_AUDIO_CHANNELS = shaper({
  name: 'SplitAudioChannels',
  displayName: 'Split Audio Channels',
  shape: 'split',
  required: { audio: ['AUDIO'] },
  outputs: ['AUDIO', 'AUDIO'],
})
