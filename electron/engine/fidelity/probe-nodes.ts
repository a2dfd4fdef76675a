import { setTimeout as delay } from 'node:timers/promises'
import { sharedSamples, type Audio } from '../media.ts'
import { NodeError, NodeInterrupted, type InputSpec, type NodeClass } from '../node-class.ts'
import { expandPrefix } from '../nodes/filename-prefix.ts'

/** Start and end of a JPEG file: enough for a client that only passes previews on. */
const TINY_JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')

/** Reports progress with a picture at each step, sends a line of text, then gives its text back or fails. */
export const PROBE_PROGRESS: NodeClass = {
  name: 'ProbeProgress',
  displayName: 'Probe Progress',
  description: '',
  category: 'probe',
  pythonModule: 'probe',
  isUniquePerNode: true,
  inputs: () => ({
    required: {
      steps: ['INT', { default: 4, min: 1, max: 1000 }],
      delay: ['FLOAT', { default: 0.1, min: 0, max: 60 }],
      text: ['STRING', { default: 'x' }],
      fail: ['BOOLEAN', { default: false }],
    },
    hidden: { unique_id: 'UNIQUE_ID' },
  }),
  outputs: ['STRING'],
  isOutput: true,
  async execute(inputs, context) {
    const steps = Number(inputs['steps'])
    const text = String(inputs['text'])
    for (let step = 1; step <= steps; step++) {
      await delay(Number(inputs['delay']) * 1000, undefined, { signal: context.signal }).catch(() => {
        throw new NodeInterrupted()
      })
      context.progress(step, steps, { format: 'jpeg', bytes: TINY_JPEG })
    }
    context.sendText('halfway')
    if (inputs['fail'] === true) throw new NodeError(`probe failure: ${text}`)
    return { outputs: [text], ui: { text: [text] } }
  },
}

const PRIMITIVE_STRING: NodeClass = {
  name: 'PrimitiveString',
  displayName: 'String',
  description: '',
  category: 'utils/primitive',
  pythonModule: 'comfy_extras.nodes_primitive',
  inputs: () => ({ required: { value: ['STRING', { multiline: false }] } }),
  outputs: ['STRING'],
  isOutput: false,
  execute: (inputs) => Promise.resolve({ outputs: [inputs['value']] }),
}

const TRIM_AUDIO_DURATION: NodeClass = {
  name: 'TrimAudioDuration',
  displayName: 'Trim Audio Duration',
  description: '',
  category: 'audio',
  pythonModule: 'comfy_extras.nodes_audio',
  inputs: () => ({
    required: {
      audio: ['AUDIO'],
      start_index: ['FLOAT', { default: 0, min: -18446744073709552000, max: 18446744073709552000, step: 0.01 }],
      duration: ['FLOAT', { default: 60, min: 0, step: 0.01 }],
    },
  }),
  outputs: ['AUDIO'],
  isOutput: false,
  execute(inputs) {
    const audio = inputs['audio'] as Audio
    const start = Math.round(Number(inputs['start_index']) * audio.sampleRateHz)
    const end = start + Math.round(Number(inputs['duration']) * audio.sampleRateHz)
    const channels = audio.channels.map((channel) => {
      const kept = channel.subarray(start, end)
      const copy = sharedSamples(kept.length)
      copy.set(kept)
      return copy
    })
    return Promise.resolve({ outputs: [{ ...audio, channels }] })
  },
}

/** Savers that the captures use; their files hold FLAC whatever the extension, since only names are compared. */
function saver(options: {
  name: string
  displayName: string
  extension: string
  folder: 'output' | 'temp'
  prefix: string | null
  extra: Readonly<Record<string, InputSpec>>
}): NodeClass {
  const prefix: Readonly<Record<string, InputSpec>> =
    options.prefix === null ? {} : { filename_prefix: ['STRING', { default: options.prefix }] }
  return {
    name: options.name,
    displayName: options.displayName,
    description: '',
    category: 'audio',
    pythonModule: 'comfy_extras.nodes_audio',
    inputs: () => ({
      required: { audio: ['AUDIO'], ...prefix, ...options.extra },
      hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
    }),
    outputs: [],
    isOutput: true,
    async execute(inputs, { workers, files, signal }) {
      const audio = inputs['audio'] as Audio
      const bytes = await workers.run('encodeFlac', { audio }, { signal, deadlineMs: 10_000 })
      const name = options.prefix === null ? 'ComfyUI_temp_abcde' : expandPrefix(String(inputs['filename_prefix']))
      return { ui: { audio: [await files.save(options.folder, name, options.extension, bytes)] } }
    },
  }
}

/** Node classes that tests need beside the core ones. */
export const PROBE_NODES: readonly NodeClass[] = [
  PROBE_PROGRESS,
  PRIMITIVE_STRING,
  TRIM_AUDIO_DURATION,
  saver({
    name: 'PreviewAudio',
    displayName: 'Preview Audio',
    extension: 'flac',
    folder: 'temp',
    prefix: null,
    extra: {},
  }),
  saver({
    name: 'SaveAudioMP3',
    displayName: 'Save Audio (MP3)',
    extension: 'mp3',
    folder: 'output',
    prefix: 'audio/ComfyUI',
    extra: { quality: [['V0', '128k', '320k'], { default: 'V0' }] },
  }),
  saver({
    name: 'SaveAudioOpus',
    displayName: 'Save Audio (Opus)',
    extension: 'opus',
    folder: 'output',
    prefix: 'audio/ComfyUI',
    extra: { quality: [['64k', '96k', '128k', '192k', '320k'], { default: '128k' }] },
  }),
]
