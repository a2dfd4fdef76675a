import { chmod, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BASE_FILE, environmentFile, loadConfig } from '#electron/config/config.ts'
import { changeServerList, type ServerListChange } from '#electron/config/server-list.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { ServerCard } from '#shared/models/server-card.ts'
import type { StudioHost } from './studio-host.ts'

/** Changes the servers in the environment's configuration file, then opens the environment again so that it takes effect. */
export class ServerSettings {
  readonly #host: StudioHost
  #changing: Promise<unknown> = Promise.resolve()

  constructor(host: StudioHost) {
    this.#host = host
  }

  /** Throws `server.exists`. A server that cannot be reached is added all the same; its card says so. */
  async add(name: string, url: string): Promise<ServerCard> {
    await this.#change(() => {
      const isTaken = this.#cards().some((card) => card.name.toLowerCase() === name.toLowerCase())
      if (isTaken) {
        const message = `There is a server named “${name}” already. Give this one another name.`
        throw new AppError('server.exists', message, { data: { field: 'name' } })
      }
      return { kind: 'add', name, url }
    })
    return this.#card(name)
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

  #cards(): ServerCard[] {
    return this.#host.current().servers.list()
  }

  #card(name: string): ServerCard {
    const card = this.#cards().find((candidate) => candidate.name === name)
    if (card !== undefined) return card
    throw new AppError('server.unknown', `There is no server named “${name}”.`)
  }

  /** Its place in the effective list. */
  #indexOf(name: string): number {
    if (!this.#card(name).canChange) {
      const message = 'The built-in engine is always there: it draws the covers. It cannot be switched off or removed.'
      throw new AppError('server.builtIn', message)
    }
    const { servers } = this.#host.current().workspace.config.comfyui
    return servers.findIndex((server) => server.name === name)
  }

  /** One change at a time: the second one reads what the first has written. */
  #change(decide: () => ServerListChange): Promise<void> {
    const next = this.#changing
      .catch(() => undefined)
      .then(async () => {
        await this.#write(decide())
        await this.#host.reopen()
      })
    this.#changing = next
    return next
  }

  /** A list that would not be accepted at the next start is never written. */
  async #write(change: ServerListChange): Promise<void> {
    const { root, env, processEnv } = this.#host.target
    const file = environmentFile(env)
    const [own, base] = await Promise.all([readIfThere(join(root, file)), readIfThere(join(root, BASE_FILE))])
    const text = changeServerList({ env, own, base }, change)
    loadConfig({ root, env, processEnv, texts: { [file]: text } })
    await replaceFile(join(root, file), text)
  }
}

async function readIfThere(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
}

/** Follows a link and keeps the file's permissions, which may guard credentials. */
async function replaceFile(path: string, text: string): Promise<void> {
  const place = await realpath(path).catch(() => path)
  const mode = (await stat(place).catch(() => null))?.mode
  await writeFileAtomic(place, text)
  if (mode !== undefined) await chmod(place, mode & 0o777)
}
