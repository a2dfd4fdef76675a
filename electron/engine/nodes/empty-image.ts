import { sharedBytes, type Image } from '../media.ts'
import { NodeError, type NodeClass } from '../node-class.ts'

const MAX_BYTES = 256 * 1024 * 1024

/** Pictures of one colour. */
export const EMPTY_IMAGE: NodeClass = {
  name: 'EmptyImage',
  displayName: 'EmptyImage',
  description: '',
  category: 'image',
  pythonModule: 'nodes',
  inputs: () => ({
    required: {
      width: ['INT', { default: 512, min: 1, max: 16384, step: 1 }],
      height: ['INT', { default: 512, min: 1, max: 16384, step: 1 }],
      batch_size: ['INT', { default: 1, min: 1, max: 4096 }],
      color: ['INT', { default: 0, min: 0, max: 16777215, step: 1, display: 'color' }],
    },
  }),
  outputs: ['IMAGE'],
  isOutput: false,
  execute(inputs) {
    const widthPx = Number(inputs['width'])
    const heightPx = Number(inputs['height'])
    const count = Number(inputs['batch_size'])
    const colour = Number(inputs['color'])
    if (widthPx * heightPx * count * 3 > MAX_BYTES) throw new NodeError(`${count} pictures of that size are too many.`)
    const rgb = sharedBytes(widthPx * heightPx * 3)
    const pixel = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]
    for (let index = 0; index < rgb.length; index++) rgb[index] = pixel[index % 3] ?? 0
    const image: Image = { widthPx, heightPx, rgb }
    return Promise.resolve({ outputs: [Array.from({ length: count }, () => image)] })
  },
}
