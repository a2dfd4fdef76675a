import type { Image } from '../media.ts'
import type { NodeClass, NodeContext, NodeResult } from '../node-class.ts'
import type { FileFolder, SavedFile } from '../engine-files.ts'
import { expandPrefix, temporaryPrefix } from './filename-prefix.ts'

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
  execute: (inputs, context) => save(inputs['images'] as Image[], 'output', String(inputs['filename_prefix']), context),
}

/** Writes a batch of pictures to temp/ as PNG. */
export const PREVIEW_IMAGE: NodeClass = {
  ...SAVE_IMAGE,
  name: 'PreviewImage',
  displayName: 'Preview Image',
  inputs: () => ({
    required: { images: ['IMAGE', {}] },
    hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
  }),
  execute: (inputs, context) => save(inputs['images'] as Image[], 'temp', temporaryPrefix(), context),
}

async function save(
  images: readonly Image[],
  folder: FileFolder,
  prefix: string,
  { workers, files, signal }: NodeContext,
): Promise<NodeResult> {
  const saved: SavedFile[] = []
  for (const [index, image] of images.entries()) {
    const name = expandPrefix(prefix, image).replaceAll('%batch_num%', String(index))
    const bytes = await workers.run('encodePng', { image }, { signal, deadlineMs: DEADLINE_MS })
    saved.push(await files.save(folder, name, 'png', bytes))
  }
  return { ui: { images: saved } }
}
