import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { EnvironmentName } from '#shared/models/environment.ts'
import { defaultsFor, EMBEDDED_SERVER } from './defaults.ts'
import { parseEnvFile } from './env-file.ts'
import { findingsError, placeOf, sentence, toFinding, valueAt } from './findings.ts'
import { keyName } from './known-keys.ts'
import { ConfigSchema, OLDER_FORMATS, type Config } from './schema.ts'
import { readLayer, type Finding, type Layer, type Section } from './yaml-layer.ts'

/** A configuration that was checked, and where it comes from. */
export interface LoadedConfig {
  config: Config
  /** Dotted key → what set it: `default`, a file, or a file and the environment variable that it names. */
  sources: ReadonlyMap<string, string>
  /** What has no effect or not the effect that was asked for, a sentence each with file and line. */
  warnings: string[]
}

/** The layer of both environments, relative to the workspace. */
export const BASE_FILE = 'config/global.yaml'

/** The variables of a workspace, relative to it. */
export const ENV_FILE = '.env'

/** The layer of one environment, relative to the workspace. */
export function environmentFile(env: EnvironmentName): string {
  return `config/global_${env}.yaml`
}

/**
 * Merges defaults, `config/global.yaml`, `config/global_<env>.yaml` and the environment variables that these name.
 *
 * Throws `config.invalid` with a sentence for every problem in `data.problems`, and `config.unreadable`; a missing file is an empty layer.
 */
export function loadConfig(options: {
  root: string
  env: EnvironmentName
  processEnv: NodeJS.ProcessEnv
  /** By file: what is to be read in place of what lies there, to try a change. */
  texts?: Readonly<Record<string, string>>
}): LoadedConfig {
  const { root, env, processEnv, texts = {} } = options
  const dotEnv = readDotEnv(root, texts[ENV_FILE])
  const environment = { ...dotEnv.values, ...processEnv }
  const layers = [BASE_FILE, environmentFile(env)].flatMap((file): Layer[] => {
    const text = texts[file] ?? readIfPresent(root, file)
    return text === null ? [] : [readLayer(file, text, ConfigSchema, environment)]
  })
  const values = [defaultsFor(env), ...layers.map((layer) => layer.values)].reduce<Section>(merge, {})
  const isDerived = useApiBaseUrl(values, layers)

  const result = ConfigSchema.safeParse(values)
  const problems = [
    ...dotEnv.problems,
    ...layers.flatMap((layer) => layer.problems),
    ...(result.error?.issues ?? []).map((issue) => toFinding(issue, ConfigSchema, values, layers)),
  ]
  if (problems.length > 0 || !result.data) throw findingsError('config.invalid', problems)
  const warnings = [...layers.flatMap((layer) => layer.warnings), ...olderFormatWarnings(values, layers)].map(sentence)
  const sources = sourcesOf(values, layers)
  if (isDerived) sources.set('comfyui.servers', sources.get('comfyui.api_base_url') ?? 'default')
  return { config: result.data, sources, warnings }
}

/** Variables of the workspace's `.env`, or of the text in its place, without those of the process. */
export function readDotEnv(root: string, text?: string): { values: Record<string, string>; problems: Finding[] } {
  const { values, badLines } = parseEnvFile(text ?? readIfPresent(root, ENV_FILE) ?? '')
  const message = 'this line is not NAME=value'
  return { values, problems: badLines.map((line) => ({ file: ENV_FILE, line, key: '', message })) }
}

/** Where no list of servers is given, as in older installations, `api_base_url` comes before the built-in engine. */
function useApiBaseUrl(values: Section, layers: readonly Layer[]): boolean {
  const isSet = (key: string) => layers.some(({ values: { comfyui } }) => isSection(comfyui) && key in comfyui)
  if (isSet('servers') || !isSet('api_base_url') || !isSection(values.comfyui)) return false
  values.comfyui.servers = [{ name: 'comfyui', url: values.comfyui.api_base_url }, EMBEDDED_SERVER]
  return true
}

function olderFormatWarnings(values: Section, layers: readonly Layer[]): Finding[] {
  const path = ['audiobook', 'output_format']
  const asked = String(valueAt(values, path)).toLowerCase()
  const older = OLDER_FORMATS.filter((format) => asked.split(/[\s,]+/).includes(format))
  if (older.length === 0) return []
  return [
    {
      ...placeOf(path, layers),
      key: keyName(path),
      message: `${keyName(path)} asks for ${older.join(', ')}, which is not made; m4b and mp3 are`,
    },
  ]
}

function sourcesOf(values: Section, layers: readonly Layer[]): Map<string, string> {
  return new Map(
    leafPaths(values).map((path) => {
      const layer = layers.findLast((candidate) => valueAt(candidate.values, path) !== undefined)
      const variable = layer?.variables.get(keyName(path))
      return [keyName(path), layer ? (variable ? `${layer.file} (${variable})` : layer.file) : 'default']
    }),
  )
}

function leafPaths(value: Section, above: string[] = []): string[][] {
  return Object.entries(value).flatMap(([key, item]) =>
    isSection(item) ? leafPaths(item, [...above, key]) : [[...above, key]],
  )
}

/** Sections are merged key by key; lists and values are replaced. */
function merge(base: Section, over: Section): Section {
  const result = { ...base }
  for (const [key, item] of Object.entries(over)) {
    const below = result[key]
    result[key] = isSection(item) ? merge(isSection(below) ? below : {}, item) : item
  }
  return result
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text of a file of the workspace, or null; throws `config.unreadable`. */
export function readIfPresent(root: string, file: string): string | null {
  const path = join(root, file)
  if (!existsSync(path)) return null
  try {
    return readFileSync(path, 'utf8')
  } catch (error: unknown) {
    throw new AppError('config.unreadable', `${file} cannot be read: ${messageOf(error)}. Check its permissions.`, {
      data: { file },
      cause: error,
    })
  }
}
