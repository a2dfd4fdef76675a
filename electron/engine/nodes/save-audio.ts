import type { Audio } from '../media.ts'
import type { NodeClass } from '../node-class.ts'
import { expandPrefix } from './filename-prefix.ts'

const DEADLINE_MS = 120_000

/** Writes sound to output/ as FLAC. */
export const SAVE_AUDIO: NodeClass = {
  name: 'SaveAudio',
  displayName: 'Save Audio (FLAC)',
  description: '',
  category: 'audio',
  pythonModule: 'comfy_extras.nodes_audio',
  inputs: () => ({
    required: { audio: ['AUDIO'], filename_prefix: ['STRING', { default: 'audio/ComfyUI' }] },
    hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
  }),
  outputs: [],
  isOutput: true,
  async execute(inputs, { workers, files, signal }) {
    const audio = inputs['audio'] as Audio
    const bytes = await workers.run('encodeFlac', { audio }, { signal, deadlineMs: DEADLINE_MS })
    const prefix = expandPrefix(String(inputs['filename_prefix']))
    return { ui: { audio: [await files.save('output', prefix, 'flac', bytes)] } }
  },
}
