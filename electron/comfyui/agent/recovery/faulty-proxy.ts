import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { Lane } from './lane.ts'

/** A request that is stopped on its way. */
export interface Hold {
  /** Resolves once such a request, or its answer, has come to the point. */
  reached: Promise<void>
  /** Lets it go on, and all that follow. */
  release: () => void
}

interface Rule {
  request: RegExp
  /** Bytes of the answer that pass; null when not even the request does. */
  answerBytes: number | null
  lanes: Set<Lane>
  reach: () => void
}

interface Link {
  client: Socket
  upstream: Socket
  toServer: Lane
  toClient: Lane
  isForgotten: boolean
}

/** The network between the agent and one server, which fails on request. */
export class FaultyProxy {
  readonly #target: URL
  readonly #server: Server
  readonly #links = new Set<Link>()
  readonly #rules = new Set<Rule>()
  #port = 0
  #isVanished = false

  private constructor(target: string) {
    this.#target = new URL(target)
    this.#server = createServer((client) => this.#join(client))
  }

  static async open(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target)
    await proxy.accept()
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Stops requests whose first line matches: before the server sees them, or after so many bytes of the answer. */
  hold(request: RegExp, answerBytes: number | null = null): Hold {
    let reach: () => void = () => undefined
    const reached = new Promise<void>((resolve) => (reach = resolve))
    const rule = { request, answerBytes, reach, lanes: new Set<Lane>() }
    this.#rules.add(rule)
    const release = () => {
      this.#rules.delete(rule)
      for (const lane of rule.lanes) lane.allow(Infinity)
    }
    return { reached, release }
  }

  /** From now on nothing passes and nobody is told: no byte, no end, no reset. */
  vanish(): void {
    this.#isVanished = true
  }

  /** What was on its way comes late, or the connections of before stay silent for ever, as after minutes. */
  heal(connections: 'kept' | 'forgotten'): void {
    this.#isVanished = false
    for (const link of this.#links) {
      if (connections === 'forgotten') link.isForgotten = true
      link.toServer.flush()
      link.toClient.flush()
    }
  }

  /** Resets every connection; what was on its way is lost. */
  cut(): void {
    for (const { client, upstream } of this.#links) {
      client.resetAndDestroy()
      upstream.destroy()
    }
    this.#links.clear()
  }

  /** As `cut`, and new connections are refused until `accept`. */
  async refuse(): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async accept(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.refuse()
    else this.cut()
  }

  #join(client: Socket): void {
    const upstream = connect(Number(this.#target.port), this.#target.hostname)
    const isOpen = () => !this.#isVanished && !link.isForgotten
    const toServer = new Lane({ from: client, to: upstream, isOpen, onBytes: (bytes) => this.#watch(link, bytes) })
    const toClient = new Lane({ from: upstream, to: client, isOpen })
    const link: Link = { client, upstream, toServer, toClient, isForgotten: false }
    this.#links.add(link)
  }

  /** Clients send one request at a time on a connection, its first line in one piece. */
  #watch({ toServer, toClient }: Link, bytes: Buffer): void {
    const [line = ''] = bytes.toString('latin1').split('\r\n', 1)
    for (const rule of this.#rules) {
      if (!rule.request.test(line)) continue
      const lane = rule.answerBytes === null ? toServer : toClient
      rule.lanes.add(lane)
      lane.allow(rule.answerBytes ?? 0, rule.reach)
    }
  }
}
