import { freemem, totalmem } from 'node:os'
import type { Dialect } from '../dialect.ts'
import type { EngineFiles } from '../engine-files.ts'
import type { NodeClass } from '../node-class.ts'
import type { NodeClasses } from '../prompts/validate-prompt.ts'
import { empty, json, text, type Reply } from './reply.ts'
import type { RouteMethods, Routes } from './route-table.ts'

/** What the routes about the server need to know of it. */
export interface ServerFacts {
  classes: NodeClasses
  files: EngineFiles
  dialect: () => Dialect
  maxBodyBytes: number
}

const VERSIONS: Readonly<Record<Dialect, string>> = { '0.3.64': '0.3.64', '0.38': '0.38.0' }

/** The kinds of model files that every ComfyUI has folders for; here they are empty. */
const MODEL_FOLDERS = [
  ...['checkpoints', 'configs', 'loras', 'vae', 'text_encoders', 'diffusion_models', 'clip_vision', 'style_models'],
  ...['embeddings', 'diffusers', 'vae_approx', 'controlnet', 'gligen', 'upscale_models', 'custom_nodes'],
  ...['hypernetworks', 'photomaker', 'classifiers', 'model_patches', 'audio_encoders'],
]

const START_PAGE =
  '<!doctype html><title>E3 Studio engine</title><p>The built-in engine of E3 Studio. It speaks the protocol of ComfyUI.</p>'

/** What the server says it can do, over HTTP and in the handshake. */
export function features(dialect: Dialect, maxBodyBytes: number): object {
  const flags = { supports_preview_metadata: true, max_upload_size: maxBodyBytes }
  if (dialect === '0.3.64') return flags
  return {
    ...flags,
    supports_model_type_tags: true,
    extension: { manager: { supports_v4: true } },
    node_replacements: true,
    assets: false,
  }
}

/** The routes that describe the server. */
export function infoRoutes({ classes, files, dialect, maxBodyBytes }: ServerFacts): Routes {
  const describe = (nodeClass: NodeClass): object => describeClass(nodeClass, files, dialect())
  const one = (name: string): object => {
    const nodeClass = classes.get(name)
    return nodeClass ? { [name]: describe(nodeClass) } : {}
  }
  const all = (): object => Object.fromEntries([...classes].map(([name, nodeClass]) => [name, describe(nodeClass)]))
  const models = (folder: string): Reply => (MODEL_FOLDERS.includes(folder) ? json([]) : empty(404))
  const routes: [string, RouteMethods][] = [
    ['/', { GET: () => text(200, START_PAGE, { 'Content-Type': 'text/html', 'Cache-Control': 'no-store' }) }],
    ['/object_info', { GET: () => json(all()) }],
    ['/object_info/*', { GET: ({ parameter }) => json(one(parameter)) }],
    ['/system_stats', { GET: () => json(systemStats(dialect())) }],
    ['/features', { GET: () => json(features(dialect(), maxBodyBytes)) }],
    ['/models', { GET: () => json(MODEL_FOLDERS) }],
    ['/models/*', { GET: ({ parameter }) => models(parameter) }],
    ['/view_metadata/*', { GET: () => empty(404) }],
    ['/embeddings', { GET: () => json([]) }],
    ['/extensions', { GET: () => json([]) }],
    ['/ws', { GET: () => text(400, 'No WebSocket UPGRADE hdr: None\n Can "Upgrade" only to "WebSocket".') }],
  ]
  return new Map(routes)
}

function describeClass(nodeClass: NodeClass, files: EngineFiles, dialect: Dialect): object {
  const inputs = nodeClass.inputs(files)
  const order = Object.entries(inputs).map(([group, specs]) => [group, Object.keys(specs as object)])
  const newer = { is_input_list: false, has_intermediate_output: false, search_aliases: [] }
  return {
    input: inputs,
    input_order: Object.fromEntries(order) as object,
    ...(dialect === '0.38' ? newer : {}),
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

function systemStats(dialect: Dialect): object {
  const memory = { total: totalmem(), free: freemem() }
  const isWindows = process.platform === 'win32'
  return {
    system: {
      os: dialect === '0.38' ? process.platform : isWindows ? 'nt' : 'posix',
      ram_total: memory.total,
      ram_free: memory.free,
      comfyui_version: VERSIONS[dialect],
      required_frontend_version: '',
      installed_templates_version: null,
      required_templates_version: '',
      ...(dialect === '0.38' ? { comfy_package_versions: [], deploy_environment: 'local' } : {}),
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
