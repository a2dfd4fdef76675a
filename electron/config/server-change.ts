import type { EnvironmentName } from '#shared/models/environment.ts'
import { setEnvVariables } from './env-file.ts'
import { changeServerList, serverEntries, type ServerFields, type ServerListChange } from './server-list.ts'

/** What a producer says of a server: with secrets as they are. Null takes a setting away. */
export interface ServerWishes extends Omit<ServerFields, 'token' | 'headers'> {
  token?: string | null | undefined
  /** All that the server shall have; null keeps the value that is there. */
  headers?: readonly { name: string; value: string | null }[] | undefined
}

/** A change of the servers that may come with secrets. */
export type ServerChange =
  | { kind: 'add'; wishes: ServerWishes & { name: string; url: string } }
  | { kind: 'edit'; index: number; wishes: ServerWishes }
  | Extract<ServerListChange, { kind: 'enable' | 'remove' }>

/** The files that a change reads. */
export interface ServerFiles {
  env: EnvironmentName
  own: string
  base: string
  /** The other environment's file: it may name the same variables. */
  other: string
  dotEnv: string
  /** Variables that beat those of `.env`, and all that `.env` has. */
  variables: { ofProcess: NodeJS.ProcessEnv; ofDotEnv: Readonly<Record<string, string>> }
}

/** The texts after a change, in the order in which they are to be written: a kill between two leaves what works. */
export interface ServerTexts {
  /** With the new secrets, and those that are still named. */
  dotEnvBefore: string
  own: string
  /** Without the secrets that nothing names any more. */
  dotEnvAfter: string
}

/** Plans a change of the servers: secrets go into `.env` under names of their own, the configuration only names them. */
export function planServerChange(files: ServerFiles, change: ServerChange): ServerTexts {
  const entry = change.kind === 'add' ? {} : (serverEntries(files)[change.index] ?? {})
  const secrets = new SecretNames(files)
  const own = changeServerList(files, listChange(change, entry, secrets))
  const dotEnvBefore = setEnvVariables(files.dotEnv, secrets.set)
  const unused = variablesIn(entry).filter((variable) => countUses(variable, [own, files.base, files.other]) === 0)
  const dotEnvAfter = setEnvVariables(dotEnvBefore, Object.fromEntries(unused.map((variable) => [variable, null])))
  return { dotEnvBefore, own, dotEnvAfter }
}

function listChange(change: ServerChange, entry: Record<string, unknown>, secrets: SecretNames): ServerListChange {
  if (change.kind !== 'add' && change.kind !== 'edit') return change
  const { token, headers, ...plain } = change.wishes
  const name = String(change.wishes.name ?? entry['name'])
  const known = (entry['headers'] ?? {}) as Record<string, unknown>
  const fields = {
    ...plain,
    ...(token === undefined ? {} : { token: token && secrets.keep(token, [name, 'TOKEN'], entry['token']) }),
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            headers.map(({ name: header, value }) => [
              header,
              value === null ? (true as const) : secrets.keep(value, [name, 'HEADER', header], known[header]),
            ]),
          ),
        }),
  }
  return change.kind === 'add'
    ? { kind: 'add', fields: { ...fields, name: change.wishes.name, url: change.wishes.url } }
    : { kind: 'edit', index: change.index, fields }
}

const OWN_REFERENCE = /^\$\{(E3_SERVER_\w+)(?::-)?\}$/

function ownVariable(value: unknown): string | null {
  return typeof value === 'string' ? (OWN_REFERENCE.exec(value)?.[1] ?? null) : null
}

/** Variables of the studio's own making that a server's token and headers name. */
function variablesIn({ token, headers }: Record<string, unknown>): string[] {
  return [token, ...Object.values((headers ?? {}) as Record<string, unknown>)].flatMap(
    (value) => ownVariable(value) ?? [],
  )
}

/** Finds a variable for each secret, and collects what `.env` has to say. */
class SecretNames {
  readonly set: Record<string, string> = {}
  readonly #files: ServerFiles

  constructor(files: ServerFiles) {
    this.#files = files
  }

  /** Keeps a secret and returns how the configuration names it; `before` is how it did so far. */
  keep(secret: string, parts: readonly string[], before: unknown): string {
    const known = ownVariable(before)
    // One that the process sets, or that another server shares, is not ours to change.
    const isOurs = known !== null && !(known in this.#files.variables.ofProcess) && this.#uses(known) === 1
    const variable = isOurs ? known : this.#free(parts)
    this.set[variable] = secret
    return `\${${variable}:-}`
  }

  #free(parts: readonly string[]): string {
    const name = ['E3_SERVER', ...parts.map(asVariable)].join('_')
    for (let number = 1; ; number++) {
      const variable = number === 1 ? name : `${name}_${number}`
      if (!this.#isTaken(variable)) return variable
    }
  }

  #isTaken(variable: string): boolean {
    const { ofProcess, ofDotEnv } = this.#files.variables
    return variable in ofProcess || variable in ofDotEnv || variable in this.set || this.#uses(variable) > 0
  }

  #uses(variable: string): number {
    const { own, base, other } = this.#files
    return countUses(variable, [own, base, other])
  }
}

function countUses(variable: string, texts: readonly string[]): number {
  const use = new RegExp(`\\$\\{${variable}\\b`)
  return texts.reduce((uses, text) => uses + text.split(use).length - 1, 0)
}

/** `gpu-box` becomes `GPU_BOX`; a name without Latin letters is told apart by its number alone. */
function asVariable(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '_')
  return plain.replace(/^_+|_+$/g, '').toUpperCase() || 'X'
}
