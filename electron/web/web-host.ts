import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { OwnAddress } from './gate.ts'
import { PasswordGate } from './password-gate.ts'
import { Sessions } from './sessions.ts'
import { WebServer, type WebServices } from './web-server.ts'

export interface WebHostOptions extends WebServices {
  /** A name or address to listen on. Beyond the loopback it takes a password. */
  host: string
  /** 0 takes any that is free. */
  port: number
  password: string | null
  /** An address was used; `WebHost.address` is the next one. */
  onAddressUsed?: () => void
}

/** The studio's window for browsers, while it is open. */
export interface WebHost {
  port: number
  /** Signs in the next browser that opens it, and no other. */
  readonly address: string
  /** Lets open requests finish for a moment. */
  close(): Promise<void>
}

/** For the whole of a request: a large book over a slow line. */
const REQUEST_TIMEOUT_MS = 600_000
/** Node looks every half minute: till then, whoever never ends a head would keep all connections to himself. */
const LATE_CHECK_MS = 1_000
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** Serves the page, its requests, events and media; throws `host.needsPassword`, `host.portTaken` and `host.badAddress`. */
export async function openWebHost(options: WebHostOptions): Promise<WebHost> {
  const { host, password, onAddressUsed = () => undefined } = options
  if (password === null && !isLoopback(host)) throw needsPassword(host)
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: LATE_CHECK_MS })
  const port = await listen(server, host, options.port)
  const sessions = new Sessions(port)
  const web = new WebServer(server, options, {
    own: ownAddress(host, port),
    sessions,
    password: password === null ? null : new PasswordGate(password, Date.now),
    onAddressUsed,
  })
  const shownName = EVERYWHERE.has(host) ? outerAddress() : bracketed(host)
  return {
    port,
    get address() {
      return `http://${shownName}:${port}/?token=${sessions.token}`
    },
    close: () => web.close(),
  }
}

function ownAddress(host: string, port: number): OwnAddress {
  const isEverywhere = EVERYWHERE.has(host)
  const names = [
    bracketed(host),
    ...(isLoopback(host) || isEverywhere ? ['localhost'] : []),
    ...(isEverywhere ? [hostname()] : []),
  ]
  return { names: new Set(names.map((name) => name.toLowerCase())), port, isEverywhere }
}

/** Whether only programs on this machine reach a host of this name. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Where other machines most likely find this one; not all of them know its name. */
function outerAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses)
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)))
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port))
  })
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  if (error.code === 'EADDRINUSE') {
    const message = `Another program uses port ${port} of ${host}. Choose another one with --port, or 0 for any that is free.`
    return new AppError('host.portTaken', message, { data: { port }, cause: error })
  }
  const message = `The studio cannot listen at ${host}, port ${port}: ${messageOf(error)}. Check --host and --port.`
  return new AppError('host.badAddress', message, { cause: error })
}

function needsPassword(host: string): AppError {
  return new AppError(
    'host.needsPassword',
    `Other machines could open the studio at ${host}, and no password protects it. Write ` +
      '“web: { password: "${E3_WEB_PASSWORD}" }” into config/global.yaml and E3_WEB_PASSWORD=… (at least 12 characters) into .env.',
  )
}
