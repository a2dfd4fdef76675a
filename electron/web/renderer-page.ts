import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'

/** A file of the window's page, as both hosts serve it. */
export interface PageFile {
  bytes: Uint8Array
  mediaType: string
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

/**
 * All files of the built page by their paths (`/index.html`), read once: an address is looked up, never joined to a folder.
 *
 * Throws `window.notBuilt` when the folder holds no page.
 */
export function rendererFiles(dir: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>()
  const collect = (folder: string, path: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const [file, address] = [join(folder, entry.name), `${path}/${entry.name}`]
      if (entry.isDirectory()) collect(file, address)
      else if (entry.isFile()) files.set(address, { bytes: readFileSync(file), mediaType: mediaTypeOf(entry.name) })
    }
  }
  try {
    collect(dir, '')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  if (files.has('/index.html')) return files
  throw new AppError('window.notBuilt', 'The window of the studio has not been built here. Run: npm run build')
}

/** The policy of the page: only what the studio itself serves. `media` is where pictures and sounds come from. */
export function contentSecurityPolicy({ media }: { media: string }): string {
  const withMedia = (...sources: string[]) => [...new Set(["'self'", ...sources, media])].join(' ')
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Radix and the toasts set style attributes and tags.
    "style-src 'self' 'unsafe-inline'",
    `img-src ${withMedia('data:', 'blob:')}`,
    `media-src ${withMedia('blob:')}`,
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function mediaTypeOf(name: string): string {
  return MEDIA_TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream'
}
