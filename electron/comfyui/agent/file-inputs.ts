import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, isAbsolute } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { BoundWorkflow } from '../workflows/bind-workflow.ts'
import type { ComfyClient } from '../client/client.ts'
import { hashOf } from '../workflows/graph.ts'
import type { JobPlaces } from './job-places.ts'

const SUBFOLDER = 'e3'
const HASH_LENGTH = 32

/** Brings the files that jobs name to one server, each content once. */
export class FileInputs {
  readonly #client: Pick<ComfyClient, 'upload'>
  readonly #places: Pick<JobPlaces, 'input'>
  readonly #uploads = new Map<string, Promise<string>>()

  constructor(client: Pick<ComfyClient, 'upload'>, places: Pick<JobPlaces, 'input'>) {
    this.#client = client
    this.#places = places
  }

  /** The server may have lost its files: each is brought again. */
  forget(): void {
    this.#uploads.clear()
  }

  /**
   * The graph with the server's names in place of the workspace's.
   *
   * A value that names no file of the workspace is taken for a name on the server. Throws `job.invalid` for a path that no job may read.
   */
  async place(bound: BoundWorkflow): Promise<BoundWorkflow> {
    if (bound.files.length === 0) return bound
    const graph = structuredClone(bound.graph)
    for (const { node, input, value } of bound.files) {
      const name = await this.#serverName(value)
      if (name !== null && graph[node]) graph[node].inputs[input] = name
    }
    return { graph, hash: hashOf(graph), files: [] }
  }

  async #serverName(path: string): Promise<string | null> {
    const file = this.#places.input(path)
    const bytes = await readFile(file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !isAbsolute(path)) return null
      throw new AppError('job.invalid', `The file ${path} cannot be read: ${(error as Error).message}`, {
        cause: error,
      })
    })
    if (bytes === null) return null
    // Named by content: uploading again changes nothing and two voices never collide.
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, HASH_LENGTH)
    const name =
      hash +
      extname(path)
        .toLowerCase()
        .replace(/[^.a-z0-9]/g, '')
    const upload = this.#uploads.get(name) ?? this.#client.upload(new Uint8Array(bytes), { name, subfolder: SUBFOLDER })
    this.#uploads.set(name, upload)
    upload.catch(() => this.#uploads.delete(name))
    return upload
  }
}
