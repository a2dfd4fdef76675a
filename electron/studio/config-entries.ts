import { loadConfig, type LoadedConfig } from '#electron/config/config.ts'
import { isSecretName, redactText } from '#electron/log/redact.ts'
import type { EnvironmentName } from '#shared/models/environment.ts'
import type { ConfigEntry } from '#shared/models/settings.ts'

/** Every key that is in force, with where it comes from; secrets and credentials are blanked. Throws `config.…`. */
export function configEntries(target: {
  root: string
  env: EnvironmentName
  processEnv: NodeJS.ProcessEnv
}): ConfigEntry[] {
  const { config, sources } = loadConfig(target)
  return [...sources].map(([key, source]) => ({ key, value: textOf(key, valueAt(config, key)), source }))
}

function valueAt(config: LoadedConfig['config'], key: string): unknown {
  return key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], config)
}

/** A list takes one line an item; what an item is called comes first. */
function textOf(key: string, value: unknown): string {
  if (isSecretName(key)) return '[redacted]'
  if (!Array.isArray(value)) return redactText(String(value), [])
  const items = value as unknown[]
  if (!items.every((item) => typeof item === 'object')) return items.join(', ')
  return items.map((item) => describe(item as Record<string, unknown>)).join('\n')
}

function describe({ name, url, ...others }: Record<string, unknown>): string {
  const more = Object.entries(others).map(([key, value]) => `${key} ${shown(key, value)}`)
  return [`${String(name)}: ${redactText(String(url), [])}`, ...more].join(', ')
}

/** Of headers only the names: each value may be a secret. */
function shown(key: string, value: unknown): string {
  if (isSecretName(key)) return '[redacted]'
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'object' && value !== null ? Object.keys(value).join(' ') : String(value)
}
