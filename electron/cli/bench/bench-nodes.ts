import { setTimeout as wait } from 'node:timers/promises'
import type { NodeClass } from '#electron/engine/node-class.ts'
import type { QueueRun } from './bench-queue.ts'

/** One run of a metered node, by the monotonic clock of its process. */
export interface MeteredRun {
  seed: number
  startMs: number
  endMs: number
}

const TINY_FILE = new TextEncoder().encode('done\n')

/** An output node `BenchOutput` that takes `durationMs` for each prompt, writes a tiny file and tells of each run. */
export function meteredNode(durationMs: number, onRun: (run: MeteredRun) => void): NodeClass {
  return {
    name: 'BenchOutput',
    displayName: 'BenchOutput',
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
      onRun({ seed: Number(inputs['seed']), startMs, endMs: performance.now() })
      return { ui: { text: [saved] } }
    },
  }
}

/** Jobs for `BenchOutput`, each with a seed of its own. */
export function meteredJobs(jobs: number): Omit<QueueRun, 'servers'> {
  return {
    jobType: 'AUDIO',
    graph: { '1': { class_type: 'BenchOutput', inputs: { seed: 0, filename_prefix: 'bench' } } },
    mapping: { seed: { node: '1', input: 'seed' } },
    inputs: Array.from({ length: jobs }, (_, seed) => ({ seed })),
  }
}
