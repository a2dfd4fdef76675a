import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { protocol } from 'electron'
import type { MediaFile } from '#electron/studio/media-files.ts'
import { openMedia } from '#electron/studio/media-reply.ts'
import { contentSecurityPolicy, type PageFile } from '#electron/web/renderer-page.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Logger } from '#electron/log/logger.ts'
import { MEDIA_SCHEME, PAGE_ORIGIN } from './addresses.ts'

/** Makes the studio's two schemes known; once, before the application is ready. */
export function registerSchemes(): void {
  const privileges = { standard: true, secure: true }
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { ...privileges, supportFetchAPI: true, codeCache: true } },
    { scheme: MEDIA_SCHEME, privileges: { ...privileges, stream: true } },
  ])
}

/** Serves the window's page: each file by its exact address, nothing else. */
export function servePage(files: ReadonlyMap<string, PageFile>): void {
  const headers = {
    'Content-Security-Policy': contentSecurityPolicy({ media: `${MEDIA_SCHEME}:` }),
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
  }
  protocol.handle('app', ({ method, url }) => {
    const { host, pathname } = new URL(url)
    const file = `app://${host}` === PAGE_ORIGIN ? files.get(pathname) : undefined
    if (file === undefined || method !== 'GET') return refuse(404)
    return new Response(file.bytes, { headers: { ...headers, 'Content-Type': file.mediaType } })
  })
}

/** Serves pictures and sounds by the ids in their addresses, whole or in ranges. */
export function serveMedia(find: (address: string) => Promise<MediaFile>, log: Logger): void {
  protocol.handle(MEDIA_SCHEME, async ({ method, url, headers }) => {
    const { host, pathname, search } = new URL(url)
    if (host !== 'media' || method !== 'GET') return refuse(404)
    try {
      const {
        status,
        headers: answered,
        stream,
      } = openMedia(await find(pathname.slice(1) + search), headers.get('range'))
      return new Response(stream && (Readable.toWeb(stream) as ReadableStream<Uint8Array>), {
        status,
        headers: answered,
      })
    } catch (error) {
      if (!(error instanceof AppError))
        log.error('A picture or sound could not be served', { address: pathname, error })
      return refuse(404)
    }
  })
}

function refuse(status: number): Response {
  return new Response(null, { status })
}
