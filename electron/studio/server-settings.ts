import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerAddress } from '#electron/comfyui/client/http.ts'
import { BASE_FILE, ENV_FILE, environmentFile, loadConfig, readDotEnv } from '#electron/config/config.ts'
import { planServerChange, type ServerChange, type ServerWishes } from '#electron/config/server-change.ts'
import { replaceFileAtomic } from '#electron/library/atomic-file.ts'
import { Turns } from '#electron/library/turns.ts'
import { AppError } from '#shared/models/app-error.ts'
import { ENVIRONMENTS } from '#shared/models/environment.ts'
import type { ServerCard } from '#shared/models/server-card.ts'
import type { StudioHost } from './studio-host.ts'

/** For the studio's owner alone, where the system has such permissions. */
const PRIVATE_MODE = 0o600

/** An address with what is sent along; what is left out is that of the server called `name`. */
export type AddressWishes = Pick<ServerWishes, 'url' | 'token' | 'headers'> & { name?: string | undefined }

/** Changes the servers in the environment's configuration file, then opens the environment again so that it takes effect. */
export class ServerSettings {
  readonly #host: StudioHost
  readonly #turns = new Turns()

  constructor(host: StudioHost) {
    this.#host = host
  }

  /** Throws `server.exists`. A server that cannot be reached is added all the same; its card says so. */
  async add(wishes: ServerWishes & { name: string; url: string }): Promise<ServerCard> {
    await this.#change(() => {
      this.#assertFree(wishes.name)
      return { kind: 'add', wishes }
    })
    return this.#card(wishes.name)
  }

  /** Throws `server.unknown`, `server.builtIn`, `server.exists` and `server.credentialsElsewhere`. */
  async update(name: string, wishes: ServerWishes): Promise<ServerCard> {
    await this.#change(() => {
      const index = this.#indexOf(name)
      if (wishes.name !== undefined && wishes.name.toLowerCase() !== name.toLowerCase()) this.#assertFree(wishes.name)
      this.addressOf({ ...wishes, name })
      return { kind: 'edit', index, wishes }
    })
    return this.#card(wishes.name ?? name)
  }

  /** Throws `server.unknown`, and `server.builtIn` for the engine inside the studio. */
  async setEnabled(name: string, isEnabled: boolean): Promise<ServerCard> {
    await this.#change(() => ({ kind: 'enable', index: this.#indexOf(name), isEnabled }))
    return this.#card(name)
  }

  /** Throws `server.unknown`, and `server.builtIn` for the engine inside the studio. */
  async remove(name: string): Promise<void> {
    await this.#change(() => ({ kind: 'remove', index: this.#indexOf(name) }))
  }

  /** Where to ask, with credentials; throws `server.credentialsElsewhere` when kept ones would go to another machine. */
  addressOf({ name, url, token, headers }: AddressWishes): ServerAddress {
    const known = name === undefined ? undefined : this.#configured()[this.#indexOf(name)]
    const address = url ?? known?.url ?? ''
    const kept = (headers ?? Object.keys(known?.headers ?? {}).map((header) => ({ name: header, value: null }))).map(
      (header) => ({ ...header, isKept: header.value === null, value: header.value ?? known?.headers?.[header.name] }),
    )
    const bearer = token === undefined ? known?.token : (token ?? undefined)
    const keepsSecret = (token === undefined && bearer !== undefined) || kept.some(({ isKept }) => isKept)
    if (keepsSecret && known !== undefined && new URL(address).hostname !== new URL(known.url).hostname) {
      const message = `The token and headers of “${known.name}” were given for ${new URL(known.url).hostname}. Give them again for ${new URL(address).hostname}, or remove them.`
      throw new AppError('server.credentialsElsewhere', message, { data: { field: 'url' } })
    }
    return {
      url: address,
      ...(kept.length === 0
        ? {}
        : { headers: Object.fromEntries(kept.map(({ name: key, value }) => [key, value ?? ''])) }),
      ...(bearer === undefined ? {} : { bearer }),
    }
  }

  #configured() {
    return this.#host.current().workspace.config.comfyui.servers
  }

  #cards(): ServerCard[] {
    return this.#host.current().servers.list()
  }

  #card(name: string): ServerCard {
    const card = this.#cards().find((candidate) => candidate.name === name)
    if (card !== undefined) return card
    throw new AppError('server.unknown', `There is no server named “${name}”.`)
  }

  #assertFree(name: string): void {
    const isTaken = this.#cards().some((card) => card.name.toLowerCase() === name.toLowerCase())
    if (!isTaken) return
    const message = `There is a server named “${name}” already. Give this one another name.`
    throw new AppError('server.exists', message, { data: { field: 'name' } })
  }

  /** Its place in the effective list. */
  #indexOf(name: string): number {
    if (!this.#card(name).canChange) {
      const message = 'The built-in engine is always there: it draws the covers. It cannot be changed or removed.'
      throw new AppError('server.builtIn', message)
    }
    return this.#configured().findIndex((server) => server.name === name)
  }

  /** One change at a time: the second one reads what the first has written. */
  #change(decide: () => ServerChange): Promise<void> {
    return this.#turns.run('servers', async () => {
      await this.#write(decide())
      await this.#host.reopen()
    })
  }

  /** A list that would not be accepted at the next start is never written. */
  async #write(change: ServerChange): Promise<void> {
    const { root, env, processEnv } = this.#host.target
    const file = environmentFile(env)
    const others = ENVIRONMENTS.filter((name) => name !== env).map((name) => environmentFile(name))
    const read = (name: string) => readIfThere(join(root, name))
    const [own = '', base = '', dotEnv = '', ...other] = await Promise.all(
      [file, BASE_FILE, ENV_FILE, ...others].map(read),
    )
    const variables = { ofProcess: processEnv, ofDotEnv: readDotEnv(root, dotEnv).values }
    const planned = planServerChange({ env, own, base, other: other.join('\n'), dotEnv, variables }, change)
    loadConfig({ root, env, processEnv, texts: { [file]: planned.own, [ENV_FILE]: planned.dotEnvBefore } })
    const secretsFile = join(root, ENV_FILE)
    if (planned.dotEnvBefore !== dotEnv) await replaceFileAtomic(secretsFile, planned.dotEnvBefore, PRIVATE_MODE)
    await replaceFileAtomic(join(root, file), planned.own)
    if (planned.dotEnvAfter !== planned.dotEnvBefore)
      await replaceFileAtomic(secretsFile, planned.dotEnvAfter, PRIVATE_MODE)
  }
}

async function readIfThere(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
}
