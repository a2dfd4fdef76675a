import { setTimeout as delay } from 'node:timers/promises'
import { NodeError, NodeInterrupted, type NodeClass } from '../node-class.ts'

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

/** Node classes that tests need beside the core ones. */
export const PROBE_NODES: readonly NodeClass[] = [PROBE_PROGRESS]
