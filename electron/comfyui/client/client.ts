import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import { isForbidden } from './answer-error.ts'
import { BODY_LIMIT_BYTES } from './bounded-body.ts'
import { PromptCanceller } from './cancel-prompt.ts'
import { downloadFile } from './download.ts'
import type { Graph } from '../workflows/graph.ts'
import { Http } from './http.ts'
import type { ServerAddress } from './http.ts'
import { readOutcome } from './outcome.ts'
import type { Outcome, ServerFile } from './outcome.ts'
import { postError, readPromptReply } from './prompt-reply.ts'
import type { PromptReply } from './prompt-reply.ts'
import { parseServerJson } from './server-json.ts'
import { plainWords } from './server-words.ts'
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
/** Half a megabit: the slowest line on which a studio and its server are apart. */
const UPLOAD_BYTES_A_MS = 64
const PING_TIMEOUT_MS = 10_000

const statsSchema = z.looseObject({ system: z.looseObject({ comfyui_version: z.string().nullish().catch(null) }) })
const pingSchema = z.looseObject({ exec_info: z.unknown() })
const queueEntries = z.array(z.tuple([z.unknown(), z.string()], z.unknown()).catch([null, '']))
const queueSchema = z.looseObject({ queue_running: queueEntries, queue_pending: queueEntries })
const objectSchema = z.record(z.string(), z.unknown())
const namePart = z
  .string()
  .max(1024)
  .regex(/^\P{Cc}*$/u)
const uploadSchema = z.looseObject({ name: namePart.min(1), subfolder: namePart.catch('') })

/** One ComfyUI server: prompts, files and facts, over HTTP and one WebSocket. Speaks 0.3.64 and about 0.38. */
export class ComfyClient {
  readonly #http: Http
  readonly #tracker: PromptTracker
  readonly #socket: ServerSocket
  readonly #canceller: PromptCanceller
  /** Its routes have answered once. */
  #isFound = false
  #finding: Promise<void> | null = null

  constructor({ server, pingMs, answerMs, ...times }: ClientOptions) {
    this.#http = new Http(server, answerMs)
    this.#canceller = new PromptCanceller(this.#http)
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

  /** Rejects with `server.*` unless the server answers as a ComfyUI server does; finds out anew what it can. */
  async probe(): Promise<ServerFacts> {
    await this.#findRoutes()
    const [{ status, text }, hasJobsApi] = await Promise.all([
      this.#http.text('system_stats'),
      this.#canceller.findJobsApi(),
    ])
    this.#socket.connectNow()
    const stats = statsSchema.safeParse(status === 200 ? parseServerJson(text) : null)
    const version = stats.data?.system.comfyui_version ?? null
    return { version: version === null ? null : plainWords(version, 40), hasJobsApi }
  }

  /** Rejects with `server.*` unless the server answers; it costs the server nothing. */
  async ping(): Promise<void> {
    await this.#http.json('prompt', pingSchema, { timeoutMs: PING_TIMEOUT_MS })
  }

  /** What the server says of a node class: null when it has no such class, `undefined` when it describes none. */
  async describeClass(classType: string): Promise<unknown> {
    if (!this.#isFound) await this.#findRoutes()
    const path = `object_info/${encodeURIComponent(classType)}`
    const answer = await this.#http.text(path, { maxBytes: BODY_LIMIT_BYTES.nodeClass })
    if (answer.status >= 500 || isForbidden(answer.status)) throw this.#http.statusError(answer, path)
    const found = answer.status === 200 ? objectSchema.safeParse(parseServerJson(answer.text)).data : undefined
    // A class may be called like something that every object has.
    return found && (Object.hasOwn(found, classType) ? found[classType] : null)
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
      const answer = await this.#http.text('prompt', {
        method: 'POST',
        json,
        signal,
        maxBytes: BODY_LIMIT_BYTES.prompt,
      })
      return await this.#accept(promptId, readPromptReply(this.#http, answer))
    } catch (thrown) {
      const error = postError(thrown)
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
    await this.#canceller.cancel(promptId)
    this.#tracker.markCancelling(promptId)
  }

  /** Empties the server's result cache, and its models from memory when asked to, before its next prompt. */
  async free({ unloadModels }: { unloadModels: boolean }): Promise<void> {
    await this.#http.post('free', { unload_models: unloadModels, free_memory: true })
  }

  /** Stores `bytes` in the server's input folder and returns the value that a node takes for it. */
  async upload(bytes: Uint8Array<ArrayBuffer>, file: { name: string; subfolder: string }): Promise<string> {
    const form = new FormData()
    form.set('image', new Blob([bytes]), file.name)
    form.set('subfolder', file.subfolder)
    const timeoutMs = UPLOAD_MS + bytes.length / UPLOAD_BYTES_A_MS
    const options = { method: 'POST', form, timeoutMs } as const
    const upload = this.#http.json('upload/image', uploadSchema, options).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.data['status'] !== 413) throw error
      const message = `${this.#http.name} does not take a file of ${Math.ceil(bytes.length / 1e6)} MB. ${error.message}`
      throw new AppError('job.invalid', message, { cause: error })
    })
    const { name, subfolder } = await upload
    return subfolder === '' ? name : `${subfolder.replaceAll('\\', '/')}/${name}`
  }

  /** Streams a file to `path`; see `downloadFile`. */
  download(file: ServerFile, path: string, signal?: AbortSignal): Promise<{ sizeBytes: number }> {
    return downloadFile(this.#http, file, path, { signal })
  }

  /** Some proxies pass on only what is below `/api`. */
  #findRoutes(): Promise<void> {
    const ask = () => this.#http.json('queue', queueSchema, { maxBytes: BODY_LIMIT_BYTES.queue })
    const find = async () => {
      await this.#http.discover(ask)
      this.#isFound = true
    }
    this.#finding ??= find().finally(() => (this.#finding = null))
    return this.#finding
  }

  async #accept(promptId: string, { promptId: accepted, refusal }: PromptReply): Promise<string> {
    if (refusal) {
      // The server runs what is left of the graph. Should it not hear us, the refusal is still what matters.
      const cause: unknown = await this.cancel(accepted ?? promptId).catch((error: unknown) => error)
      throw cause === undefined ? refusal : new AppError(refusal.code, refusal.message, { cause })
    }
    if (accepted === null || accepted === promptId) {
      this.#tracker.markAccepted(promptId)
      return promptId
    }
    this.#tracker.forget(promptId)
    return accepted
  }

  async #readHistory(promptId: string, signal?: AbortSignal): Promise<Outcome | null> {
    const path = `history/${encodeURIComponent(promptId)}`
    const options = { signal, maxBytes: BODY_LIMIT_BYTES.history }
    const history = await this.#http
      .json(path, objectSchema, options)
      .catch((error: unknown): Record<string, unknown> => {
        // Some servers answer 404 where ComfyUI answers an empty object.
        if (error instanceof AppError && error.data['status'] === 404) return {}
        throw error
      })
    return Object.hasOwn(history, promptId) ? readOutcome(history[promptId]) : null
  }

  async #readQueue(promptId: string, signal?: AbortSignal): Promise<QueuePlace | null> {
    const queue = await this.#http.json('queue', queueSchema, { signal, maxBytes: BODY_LIMIT_BYTES.queue })
    if (queue.queue_running.some(([, id]) => id === promptId)) return 'running'
    return queue.queue_pending.some(([, id]) => id === promptId) ? 'pending' : null
  }
}

/** The server may have queued the prompt although it did not say so. */
function isAmbiguous(error: unknown): boolean {
  return error instanceof AppError && error.code === 'server.noAnswer'
}
