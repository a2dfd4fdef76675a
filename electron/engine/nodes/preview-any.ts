import type { NodeClass } from '../node-class.ts'
import { toRepr } from '../prompts/convert-literal.ts'

/** Brings a value back to the client as text. */
export const PREVIEW_ANY: NodeClass = {
  name: 'PreviewAny',
  displayName: 'Preview Any',
  description: '',
  category: 'utils',
  pythonModule: 'comfy_extras.nodes_preview_any',
  inputs: () => ({ required: { source: ['*', {}] } }),
  outputs: [],
  isOutput: true,
  execute(inputs) {
    const source = inputs['source']
    const text = typeof source === 'string' ? source : toRepr(source)
    return Promise.resolve({ ui: { text: [text] } })
  },
}
