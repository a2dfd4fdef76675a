import type { Agent, ServerState } from '#electron/comfyui/agent/agent.ts'
import { addressOf } from '#electron/comfyui/client/http.ts'
import { readServerLoad, type ServerLoad } from '#electron/comfyui/client/server-load.ts'
import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import type { Config } from '#electron/config/schema.ts'
import type { Database } from '#electron/database/open-database.ts'
import { messageOf } from '#shared/models/app-error.ts'
import type { RenderStatistics } from '#shared/models/queue-state.ts'
import type { ServerCard } from '#shared/models/server-card.ts'

type ServerConfig = Config['comfyui']['servers'][number]

export interface ServerBoardOptions {
  configured: readonly ServerConfig[]
  agent: Pick<Agent, 'servers'>
  database: Pick<Database, 'serverWork' | 'renderPace'>
  /** What a producer calls a workflow. */
  labelOf: (workflowId: string) => string
  tell: (card: ServerCard) => void
  /** A server came or went, and with it what can be rendered. */
  onStatus: () => void
  /** False while no window is open: then servers are not asked. */
  isWatched: () => boolean
}

/** A server going away is shown within this time. */
const LOOK_INTERVAL_MS = 1000
const ASK_INTERVAL_MS = 3000
const ASK_TIMEOUT_MS = 5000
const HOUR_MS = 3_600_000
/** How far back a server's speed is measured. */
const PACE_AGE_MS = 7 * 24 * HOUR_MS
/** Older failures are history. */
const ERROR_AGE_MS = 24 * HOUR_MS

/** What was found out about a server besides what the agent knows. */
interface Findings {
  load: ServerLoad | null
  jobsLastHour: number
  speechPace: number | null
  lastError: ServerCard['lastError']
  /** Failed jobs up to here have been looked at. */
  failuresSeenUntil: string
  countedAtMs: number
  askedAtMs: number
  isBeingAsked: boolean
}

/** The servers as cards, kept up to date while a window watches. */
export class ServerBoard {
  readonly #options: ServerBoardOptions
  readonly #findings = new Map<string, Findings>()
  readonly #told = new Map<string, { text: string; status: ServerCard['status'] }>()
  readonly #timer: NodeJS.Timeout

  constructor(options: ServerBoardOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#look(), LOOK_INTERVAL_MS)
    this.#timer.unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** In the order of the configuration; the built-in engine comes last where the list leaves it out. */
  list(): ServerCard[] {
    this.#askWhereStale()
    return this.#cards()
  }

  #look(): void {
    if (!this.#options.isWatched()) return
    this.#askWhereStale()
    let hasNewStatus = false
    for (const card of this.#cards()) {
      const text = JSON.stringify(card)
      const told = this.#told.get(card.name)
      if (told?.text === text) continue
      hasNewStatus ||= told?.status !== card.status
      this.#told.set(card.name, { text, status: card.status })
      this.#options.tell(card)
    }
    if (hasNewStatus) this.#options.onStatus()
  }

  #cards(): ServerCard[] {
    const { configured, agent } = this.#options
    const working = agent.servers()
    const disabled = configured.filter(({ enabled }) => enabled === false)
    const names = [...new Set([...configured, ...working].map(({ name }) => name))]
    return names.flatMap((name) => {
      const state = working.find((server) => server.name === name)
      if (state) return [this.#workingCard(state)]
      const found = disabled.find((server) => server.name === name)
      return found ? [disabledCard(found)] : []
    })
  }

  #workingCard(state: ServerState): ServerCard {
    const { name, status, reason, version, posted, setAside } = state
    const { load, jobsLastHour, speechPace, lastError } = this.#findingsOf(name)
    const isEmbedded = this.#isEmbedded(name)
    const hasAnswered = status === 'ready' ? load : null
    return {
      name,
      url: isEmbedded ? null : withoutCredentials(state.url),
      kind: isEmbedded ? 'embedded' : 'comfyui',
      status,
      reason,
      setAside: setAside.map((rest) => ({ ...rest, label: this.#options.labelOf(rest.workflowId) })),
      version,
      device: hasAnswered?.device ?? null,
      queue: hasAnswered?.queue ?? null,
      posted,
      jobsLastHour,
      speechPace,
      lastError: this.#noteReason(name, reason) ?? lastError,
      canChange: !isEmbedded,
      ...settingsOf(this.#configOf(name)),
    }
  }

  /** What is not in the list is the engine: it works in any case. */
  #isEmbedded(name: string): boolean {
    const found = this.#configOf(name)
    return found === undefined || found.url === EMBEDDED_SERVER.url
  }

  #configOf(name: string): ServerConfig | undefined {
    return this.#options.configured.find((server) => server.name === name)
  }

  /** Keeps the moment at which a server was first found away for this reason. */
  #noteReason(name: string, reason: string | null): ServerCard['lastError'] {
    const findings = this.#findingsOf(name)
    if (reason !== null && findings.lastError?.message !== reason) {
      findings.lastError = { at: new Date().toISOString(), message: reason }
    }
    return findings.lastError
  }

  #findingsOf(name: string): Findings {
    const known = this.#findings.get(name)
    if (known) return known
    const findings: Findings = {
      load: null,
      jobsLastHour: 0,
      speechPace: null,
      lastError: null,
      failuresSeenUntil: new Date(Date.now() - ERROR_AGE_MS).toISOString(),
      countedAtMs: -Infinity,
      askedAtMs: -Infinity,
      isBeingAsked: false,
    }
    this.#findings.set(name, findings)
    return findings
  }

  #askWhereStale(): void {
    const nowMs = performance.now()
    const isStale = (sinceMs: number) => nowMs - sinceMs >= ASK_INTERVAL_MS
    const servers = this.#options.agent.servers()
    this.#countWork(servers.map(({ name }) => name).filter((name) => isStale(this.#findingsOf(name).countedAtMs)))
    for (const state of servers) {
      const findings = this.#findingsOf(state.name)
      if (state.status === 'ready' && !findings.isBeingAsked && isStale(findings.askedAtMs)) {
        findings.askedAtMs = nowMs
        void this.#ask(state, findings)
      }
    }
  }

  #countWork(names: readonly string[]): void {
    if (names.length === 0) return
    const { serverWork, renderPace } = this.#options.database
    const work = renderPace.list(new Date(Date.now() - PACE_AGE_MS))
    for (const name of names) {
      const findings = this.#findingsOf(name)
      findings.countedAtMs = performance.now()
      findings.speechPace = speechPaceOf(work.filter(({ serverName }) => serverName === name))
      findings.jobsLastHour = serverWork.countDone(name, new Date(Date.now() - HOUR_MS))
      const failure = serverWork.latestFailure(name, findings.failuresSeenUntil)
      findings.failuresSeenUntil = failure?.at ?? findings.failuresSeenUntil
      if (failure) findings.lastError = { at: failure.at, message: failure.message.split('\n')[0] ?? '' }
    }
  }

  async #ask(state: ServerState, findings: Findings): Promise<void> {
    findings.isBeingAsked = true
    try {
      const address = addressOf({ ...this.#configOf(state.name), url: state.url })
      findings.load = await readServerLoad(address, ASK_TIMEOUT_MS)
    } catch (error) {
      // The agent finds out by itself whether the server is away; here only its numbers are unknown.
      findings.load = null
      findings.lastError = { at: new Date().toISOString(), message: messageOf(error) }
    } finally {
      findings.isBeingAsked = false
    }
  }
}

function speechPaceOf(work: readonly RenderStatistics[]): number | null {
  const spoken = work.filter(({ audioMs }) => audioMs > 0)
  const sum = (key: 'audioMs' | 'renderMs') => spoken.reduce((total, pace) => total + pace[key], 0)
  return sum('renderMs') > 0 ? sum('audioMs') / sum('renderMs') : null
}

function disabledCard(server: ServerConfig): ServerCard {
  const { name, url } = server
  return {
    name,
    url: withoutCredentials(url),
    kind: 'comfyui',
    status: 'disabled',
    reason: null,
    setAside: [],
    version: null,
    device: null,
    queue: null,
    posted: 0,
    jobsLastHour: 0,
    speechPace: null,
    lastError: null,
    canChange: true,
    ...settingsOf(server),
  }
}

/** What a producer has set, without a secret. */
function settingsOf(server: ServerConfig | undefined) {
  return {
    labels: server?.labels ?? [],
    weight: server?.weight ?? null,
    slots: server?.slots ?? null,
    hasToken: server?.token !== undefined,
    headerNames: Object.keys(server?.headers ?? {}),
  }
}

function withoutCredentials(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  url.search = ''
  return url.href.replace(/\/$/, '')
}
