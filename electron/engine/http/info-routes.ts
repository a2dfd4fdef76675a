import { freemem, totalmem } from 'node:os'
import type { EngineFiles } from '../engine-files.ts'
import type { NodeClass } from '../node-class.ts'
import type { NodeClasses } from '../prompts/validate-prompt.ts'
import type { RouteMethods, Routes } from './engine-server.ts'
import { empty, json } from './reply.ts'

/** The dialect the engine speaks. */
const COMFYUI_VERSION = '0.3.64'

/** What the server says it can do, over HTTP and in the handshake. */
export function features(maxBodyBytes: number): object {
  return { supports_preview_metadata: true, max_upload_size: maxBodyBytes }
}

/** The routes that describe the server. There are no model files, so their lists are empty. */
export function infoRoutes(classes: NodeClasses, files: EngineFiles, maxBodyBytes: number): Routes {
  const one = (name: string): object => {
    const nodeClass = classes.get(name)
    return nodeClass ? { [name]: describeClass(nodeClass, files) } : {}
  }
  const all = (): object =>
    Object.fromEntries([...classes].map(([name, nodeClass]) => [name, describeClass(nodeClass, files)]))
  const routes: [string, RouteMethods][] = [
    ['/object_info', { GET: () => json(all()) }],
    ['/object_info/*', { GET: ({ parameter }) => json(one(parameter)) }],
    ['/system_stats', { GET: () => json(systemStats()) }],
    ['/features', { GET: () => json(features(maxBodyBytes)) }],
    ['/models', { GET: () => json([]) }],
    ['/models/*', { GET: () => empty(404) }],
    ['/embeddings', { GET: () => json([]) }],
    ['/extensions', { GET: () => json([]) }],
  ]
  return new Map(routes)
}

function describeClass(nodeClass: NodeClass, files: EngineFiles): object {
  const inputs = nodeClass.inputs(files)
  const order = Object.entries(inputs).map(([group, specs]) => [group, Object.keys(specs as object)])
  return {
    input: inputs,
    input_order: Object.fromEntries(order) as object,
    output: nodeClass.outputs,
    output_is_list: nodeClass.outputs.map(() => false),
    output_name: nodeClass.outputs,
    name: nodeClass.name,
    display_name: nodeClass.displayName,
    description: nodeClass.description,
    python_module: nodeClass.pythonModule,
    category: nodeClass.category,
    output_node: nodeClass.isOutput,
    ...nodeClass.declaration,
  }
}

function systemStats(): object {
  const memory = { total: totalmem(), free: freemem() }
  return {
    system: {
      os: process.platform === 'win32' ? 'nt' : 'posix',
      ram_total: memory.total,
      ram_free: memory.free,
      comfyui_version: COMFYUI_VERSION,
      required_frontend_version: '',
      installed_templates_version: null,
      required_templates_version: '',
      python_version: `none (E3 Studio's embedded engine on Node ${process.versions.node})`,
      pytorch_version: 'none',
      embedded_python: true,
      argv: [],
    },
    devices: [
      {
        name: 'cpu',
        type: 'cpu',
        index: null,
        vram_total: memory.total,
        vram_free: memory.free,
        torch_vram_total: memory.total,
        torch_vram_free: memory.free,
      },
    ],
  }
}
