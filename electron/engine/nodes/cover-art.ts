import { PALETTE_NAMES, type PaletteName } from '../cover/palettes.ts'
import type { NodeClass } from '../node-class.ts'

const DEADLINE_MS = 60_000
const SIZE = { default: 1400, min: 300, max: 3000, step: 1 } as const

/** Draws a typographic book cover; texts that no font here can write are left out and named. */
export const COVER_ART: NodeClass = {
  name: 'CoverArt',
  displayName: 'Cover Art',
  description: 'Draws a typographic book cover. The seed picks layout, ornament and, with `auto`, the colours.',
  category: 'image',
  pythonModule: 'e3_studio.nodes_cover',
  inputs: () => ({
    required: {
      title: ['STRING', { default: '', multiline: true }],
      author: ['STRING', { default: '' }],
      palette: [PALETTE_NAMES, { default: 'auto' }],
      seed: ['INT', { default: 0, min: 0, max: Number.MAX_SAFE_INTEGER }],
    },
    optional: { width: ['INT', SIZE], height: ['INT', SIZE] },
  }),
  outputs: ['IMAGE'],
  isOutput: false,
  async execute(inputs, { workers, signal, progress, sendText }) {
    const request = {
      title: String(inputs['title']),
      author: String(inputs['author']),
      palette: inputs['palette'] as PaletteName,
      seed: Number(inputs['seed']),
      widthPx: Number(inputs['width'] ?? SIZE.default),
      heightPx: Number(inputs['height'] ?? SIZE.default),
    }
    const { image, missing } = await workers.run('drawCover', request, { signal, deadlineMs: DEADLINE_MS })
    if (missing.length > 0) sendText(`No font on this machine can write ${missing.join(' and ')}: left out.`)
    progress(1, 1)
    return { outputs: [[image]] }
  },
}
