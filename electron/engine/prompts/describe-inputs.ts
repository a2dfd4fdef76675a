import type { EngineFiles } from '../engine-files.ts'
import { isAudio } from '../media.ts'
import type { NodeClass } from '../node-class.ts'
import { toRepr } from './convert-literal.ts'
import type { Graph } from './graph.ts'

/** A failing node's inputs as ComfyUI reports them: each in a list, large values as text. */
export function describeInputs(
  inputs: Readonly<Record<string, unknown>>,
  nodeClass: NodeClass,
  files: EngineFiles,
  graph: Graph,
): Record<string, unknown[]> {
  const described = Object.entries(inputs).map(([name, value]) => [name, [describe(value)]])
  const hidden = Object.entries(nodeClass.inputs(files).hidden ?? {}).map(([name, type]) => [
    name,
    [type === 'PROMPT' ? JSON.stringify(graph) : null],
  ])
  return Object.fromEntries([...described, ...hidden]) as Record<string, unknown[]>
}

function describe(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (isAudio(value)) {
    return `{'waveform': tensor[1, ${value.channels.length}, ${value.channels[0]?.length ?? 0}], 'sample_rate': ${value.sampleRateHz}}`
  }
  return Array.isArray(value) ? `tensor[${value.length}]` : toRepr(typeof value === 'object' ? null : value)
}
