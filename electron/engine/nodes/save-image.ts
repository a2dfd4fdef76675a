import type { Image } from '../media.ts'
import type { NodeClass } from '../node-class.ts'
import type { SavedFile } from '../engine-files.ts'
import { expandPrefix } from './filename-prefix.ts'

const DEADLINE_MS = 120_000

/** Writes a batch of pictures to output/ as PNG. */
export const SAVE_IMAGE: NodeClass = {
  name: 'SaveImage',
  displayName: 'Save Image',
  description: '',
  category: 'image',
  pythonModule: 'nodes',
  inputs: () => ({
    required: { images: ['IMAGE', {}], filename_prefix: ['STRING', { default: 'ComfyUI' }] },
    hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
  }),
  outputs: [],
  isOutput: true,
  async execute(inputs, { workers, files, signal }) {
    const saved: SavedFile[] = []
    for (const [index, image] of (inputs['images'] as Image[]).entries()) {
      const prefix = expandPrefix(String(inputs['filename_prefix']), image).replaceAll('%batch_num%', String(index))
      const bytes = await workers.run('encodePng', { image }, { signal, deadlineMs: DEADLINE_MS })
      saved.push(await files.save('output', prefix, 'png', bytes))
    }
    return { ui: { images: saved } }
  },
}
