/** The origin of the window's page; nothing else may talk to the studio. */
export const PAGE_ORIGIN = 'app://studio'
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/index.html`
/** Stands before the addresses of `shared/contract/media.ts`. */
export const MEDIA_SCHEME = 'studio-media'

/** Whether the window may save what lies at an address: only what it made itself, since files of the studio are shown in their folder. */
export function isOwnContent(address: string): boolean {
  return address.startsWith(`blob:${PAGE_ORIGIN}/`)
}

/** Whether an address belongs to the window's own page. */
export function isOwnPage(address: string): boolean {
  return address.startsWith(`${PAGE_ORIGIN}/`)
}
