import { z } from 'zod'
import type { Http } from './http.ts'
import { parseServerJson } from './server-json.ts'

const jobsSchema = z.looseObject({ jobs: z.array(z.unknown()) })

/** Cancels prompts in the way that the server knows: by its jobs API, or by its queue and an interrupt of that one prompt. */
export class PromptCanceller {
  readonly #http: Http
  #hasJobsApi: boolean | null = null

  constructor(http: Http) {
    this.#http = http
  }

  /** Asks the server anew: it may be another version since. */
  async findJobsApi(): Promise<boolean> {
    const { status, text } = await this.#http.text('api/jobs', { query: { limit: '1' } })
    // Some proxies answer a page to whatever they do not know.
    this.#hasJobsApi = status === 200 && jobsSchema.safeParse(parseServerJson(text)).success
    return this.#hasJobsApi
  }

  /** Drops or stops that one prompt; what the server does not know is left alone. */
  async cancel(promptId: string): Promise<void> {
    if ((this.#hasJobsApi ?? (await this.findJobsApi())) && (await this.#cancelJob(promptId))) return
    await this.#http.post('queue', { delete: [promptId] })
    await this.#http.post('interrupt', { prompt_id: promptId })
  }

  /** False when the server does not know that route, or no such job: the older way is harmless then. */
  async #cancelJob(promptId: string): Promise<boolean> {
    const path = `api/jobs/${encodeURIComponent(promptId)}/cancel`
    const answer = await this.#http.text(path, { method: 'POST', json: {} })
    if (answer.status === 200) return true
    if (![400, 404, 405, 501].includes(answer.status)) throw this.#http.statusError(answer, path)
    // Looked for again at the next occasion.
    if (answer.status !== 400) this.#hasJobsApi = null
    return false
  }
}
