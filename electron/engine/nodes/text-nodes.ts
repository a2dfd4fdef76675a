import type { InputSpec, NodeClass } from '../node-class.ts'

function textNode(
  name: string,
  displayName: string,
  pythonModule: string,
  required: Readonly<Record<string, InputSpec>>,
  write: (values: Readonly<Record<string, unknown>>) => string,
): NodeClass {
  return {
    name,
    displayName,
    description: '',
    category: 'utils/primitive',
    pythonModule,
    inputs: () => ({ required }),
    outputs: ['STRING'],
    isOutput: false,
    execute: (values) => Promise.resolve({ outputs: [write(values)] }),
  }
}

/** A line of text. */
export const PRIMITIVE_STRING = textNode(
  'PrimitiveString',
  'String',
  'comfy_extras.nodes_primitive',
  { value: ['STRING', { multiline: false }] },
  (values) => String(values['value']),
)

/** A text of several lines. */
export const PRIMITIVE_STRING_MULTILINE = textNode(
  'PrimitiveStringMultiline',
  'String (Multiline)',
  'comfy_extras.nodes_primitive',
  { value: ['STRING', { multiline: true }] },
  (values) => String(values['value']),
)

/** Two texts with something between them. */
export const STRING_CONCATENATE = textNode(
  'StringConcatenate',
  'Concatenate',
  'comfy_extras.nodes_string',
  {
    string_a: ['STRING', { multiline: true }],
    string_b: ['STRING', { multiline: true }],
    delimiter: ['STRING', { multiline: false, default: '' }],
  },
  (values) => `${String(values['string_a'])}${String(values['delimiter'])}${String(values['string_b'])}`,
)
