import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import { downloadFile } from './download.ts'
import type { Graph } from './graph.ts'
import { Http } from './http.ts'
import type { ServerAddress } from './http.ts'
import { readOutcome } from './outcome.ts'
import type { Outcome, ServerFile } from './outcome.ts'
import { readRefusal } from './refusal.ts'
import { parseServerJson } from './server-json.ts'
import { ServerSocket } from './socket.ts'
import { PromptTracker } from './tracker.ts'
import type { QueuePlace, TrackOptions, TrackerTimes } from './tracker.ts'

export interface ClientOptions extends Partial<TrackerTimes> {
  server: ServerAddress
  pingMs?: number
  /** The longest that a request waits for its answer; uploads may take longer. */
  answerMs?: number
}

export interface ServerFacts {
  /** As the server names it, else null. */
  version: string | null
  hasJobsApi: boolean
}

const TIMES: TrackerTimes = { pollMs: 1000, lostAfterMs: 2000, goneAfterMs: 120_000 }
const UPLOAD_MS = 120_000

const statsSchema = z.looseObject({ system: z.looseObject({ comfyui_version: z.string().nullish().catch(null) }) })
const acceptedSchema = z.looseObject({ prompt_id: z.string().min(1) })
const queueEntries = z.array(z.tuple([z.unknown(), z.string()], z.unknown()).catch([null, '']))
const queueSchema = z.looseObject({ queue_running: queueEntries, queue_pending: queueEntries })
const historySchema = z.record(z.string(), z.unknown())
const uploadSchema = z.looseObject({ name: z.string().min(1), subfolder: z.string().catch('') })

/** One ComfyUI server: prompts, files and facts, over HTTP and one WebSocket. Speaks 0.3.64 and about 0.38. */
export class ComfyClient {
  readonly #http: Http
  readonly #tracker: PromptTracker
  readonly #socket: ServerSocket
  #hasJobsApi: boolean | null = null

  constructor({ server, pingMs, answerMs, ...times }: ClientOptions) {
    this.#http = new Http(server, answerMs)
    this.#tracker = new PromptTracker(
      {
        readHistory: (promptId, signal) => this.#readHistory(promptId, signal),
        readQueue: (promptId, signal) => this.#readQueue(promptId, signal),
        clientId: () => this.#socket.clientId,
        onDeafSocket: () => this.#socket.reconnect(),
      },
      { ...TIMES, ...times },
    )
    this.#socket = new ServerSocket({
      http: this.#http,
      onMessage: (message) => this.#tracker.receive(message),
      onChange: () => this.#tracker.socketChanged(),
      ...(pingMs === undefined ? {} : { pingMs }),
    })
  }

  /** Breaks off whatever is under way; prompts on the server go on. */
  close(): void {
    this.#socket.close()
    this.#http.close()
  }

  /** Rejects with `server.*` unless the server answers as a ComfyUI server does. */
  async probe(): Promise<ServerFacts> {
    const [{ status, text }, hasJobsApi] = await Promise.all([
      this.#http.text('system_stats'),
      this.#findJobsApi(),
      this.#http.json('queue', queueSchema),
    ])
    const stats = statsSchema.safeParse(status === 200 ? parseServerJson(text) : null)
    return { version: stats.data?.system.comfyui_version ?? null, hasJobsApi }
  }

  /** What the server says of a node class: null when it has no such class, `undefined` when it describes none. */
  async describeClass(classType: string): Promise<unknown> {
    const { status, text } = await this.#http.text(`object_info/${encodeURIComponent(classType)}`)
    if (status >= 500) throw this.#http.statusError(status, text, 'object_info')
    const found = status === 200 ? (parseServerJson(text) as Record<string, unknown> | null | undefined) : null
    return found ? (found[classType] ?? null) : undefined
  }

  /**
   * Posts a graph and returns the id under which the server runs it: ours, unless the server insists on another.
   *
   * Throws `job.*` when the server refuses it, wholly or in part, and `server.unreachable`, `server.forbidden` or `server.protocol`
   * when it was not queued. After `server.noAnswer`, and when aborted, it may be: `track` finds out, a second post must not.
   */
  async submit(graph: Graph, promptId: string, signal?: AbortSignal): Promise<string> {
    const clientId = this.#socket.clientId
    this.#tracker.expect(promptId, clientId)
    try {
      const json = { prompt: graph, prompt_id: promptId, ...(clientId === null ? {} : { client_id: clientId }) }
      const { status, text } = await this.#http.text('prompt', { method: 'POST', json, signal })
      const body = parseServerJson(text)
      if (status === 200) return await this.#accept(promptId, body)
      if (status === 413)
        throw new AppError('job.invalid', `${text.trim()} The prompt is too large for ${this.#http.name}.`)
      throw (status < 500 ? readRefusal(body) : null) ?? this.#http.statusError(status, text, 'prompt')
    } catch (error) {
      if (!isAmbiguous(error)) this.#tracker.forget(promptId)
      throw error
    }
  }

  /** The outcome of a prompt, posted by us now or by an earlier run of ours; see `PromptTracker.track`. */
  track(promptId: string, options?: TrackOptions): Promise<Outcome> {
    return this.#tracker.track(promptId, options)
  }

  /** Asks the server to drop or stop that one prompt; `track` tells what came of it. */
  async cancel(promptId: string): Promise<void> {
    if (await this.#findJobsApi()) await this.#post(`api/jobs/${promptId}/cancel`, {})
    else {
      await this.#post('queue', { delete: [promptId] })
      await this.#post('interrupt', { prompt_id: promptId })
    }
    this.#tracker.markCancelling(promptId)
  }

  /** Empties the server's result cache, and its models from memory when asked to, before its next prompt. */
  async free({ unloadModels }: { unloadModels: boolean }): Promise<void> {
    await this.#post('free', { unload_models: unloadModels, free_memory: true })
  }

  /** Stores `bytes` in the server's input folder and returns the value that a node takes for it. */
  async upload(bytes: Uint8Array<ArrayBuffer>, file: { name: string; subfolder: string }): Promise<string> {
    const form = new FormData()
    form.set('image', new Blob([bytes]), file.name)
    form.set('subfolder', file.subfolder)
    const options = { method: 'POST', form, timeoutMs: UPLOAD_MS } as const
    const { name, subfolder } = await this.#http.json('upload/image', uploadSchema, options)
    return subfolder === '' ? name : `${subfolder.replaceAll('\\', '/')}/${name}`
  }

  /** Streams a file to `path`; see `downloadFile`. */
  download(file: ServerFile, path: string, signal?: AbortSignal): Promise<{ sizeBytes: number }> {
    return downloadFile(this.#http, file, path, signal)
  }

  async #accept(promptId: string, body: unknown): Promise<string> {
    const accepted = acceptedSchema.safeParse(body)
    const refusal = readRefusal(body)
    if (refusal) {
      // The server runs what is left of the graph: that is not what was asked for.
      await this.cancel(accepted.success ? accepted.data.prompt_id : promptId)
      throw refusal
    }
    if (!accepted.success || accepted.data.prompt_id === promptId) {
      this.#tracker.markAccepted(promptId)
      return promptId
    }
    this.#tracker.forget(promptId)
    return accepted.data.prompt_id
  }

  async #readHistory(promptId: string, signal?: AbortSignal): Promise<Outcome | null> {
    const path = `history/${promptId}`
    const history = await this.#http.json(path, historySchema, { signal }).catch((error: unknown) => {
      // Some servers answer 404 where ComfyUI answers an empty object.
      if (error instanceof AppError && error.data['status'] === 404) return null
      throw error
    })
    const entry = history?.[promptId]
    return entry === undefined ? null : readOutcome(entry)
  }

  async #readQueue(promptId: string, signal?: AbortSignal): Promise<QueuePlace | null> {
    const queue = await this.#http.json('queue', queueSchema, { signal })
    if (queue.queue_running.some(([, id]) => id === promptId)) return 'running'
    return queue.queue_pending.some(([, id]) => id === promptId) ? 'pending' : null
  }

  async #findJobsApi(): Promise<boolean> {
    if (this.#hasJobsApi === null) {
      const { status } = await this.#http.text('api/jobs', { query: { limit: '1' } })
      this.#hasJobsApi = status === 200
    }
    return this.#hasJobsApi
  }

  async #post(path: string, json: unknown): Promise<void> {
    const { status, text } = await this.#http.text(path, { method: 'POST', json })
    if (status !== 200) throw this.#http.statusError(status, text, path)
  }
}

/** The server may have queued the prompt although it did not say so. */
function isAmbiguous(error: unknown): boolean {
  return error instanceof AppError && error.code === 'server.noAnswer'
}
