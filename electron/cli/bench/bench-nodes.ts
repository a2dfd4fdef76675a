import { setTimeout as wait } from 'node:timers/promises'
import type { NodeClass } from '#electron/engine/node-class.ts'

/** A node that takes a known time and writes a tiny file, and how long its runs took together. */
export interface MeteredNode {
  node: NodeClass
  busyMs: () => number
}

/** An output node that takes `durationMs` for each prompt. */
export function meteredNode(name: string, durationMs: number): MeteredNode {
  let busyMs = 0
  const node: NodeClass = {
    name,
    displayName: name,
    description: `Takes ${durationMs} ms and writes a tiny file.`,
    category: 'bench',
    pythonModule: 'e3_studio.nodes_bench',
    inputs: () => ({
      required: {
        seed: ['INT', { default: 0, min: 0, max: Number.MAX_SAFE_INTEGER }],
        filename_prefix: ['STRING', { default: 'bench' }],
      },
    }),
    outputs: [],
    isOutput: true,
    async execute(inputs, { files, signal }) {
      const startMs = performance.now()
      if (durationMs > 0) await wait(durationMs, undefined, { signal })
      const saved = await files.save('output', String(inputs['filename_prefix']), 'txt', TINY_FILE)
      busyMs += performance.now() - startMs
      return { ui: { text: [saved] } }
    },
  }
  return { node, busyMs: () => busyMs }
}

const TINY_FILE = new TextEncoder().encode('done\n')
