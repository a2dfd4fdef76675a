import { app, session, type WebContents } from 'electron'
import { isOwnContent, isOwnPage } from './addresses.ts'

/**
 * Denies every page all that the studio does not need: other pages, windows, frames and the permissions of the system.
 *
 * Call it before the application is ready; `denyPermissions` follows when it is.
 */
export function lockDown(): void {
  // The root user of a test machine has no sandbox: there the command line turns it off, and each window asks for its own.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

/** A page may use the microphone, for a narrator's sample, and the clipboard to write; nothing else. */
export function denyPermissions(): void {
  const { defaultSession } = session
  const isAllowed = (permission: string, address: string, mediaTypes: readonly string[] = ['audio']): boolean => {
    if (!isOwnPage(address)) return false
    if (permission === 'clipboard-sanitized-write') return true
    return permission === 'media' && mediaTypes.length > 0 && mediaTypes.every((type) => type === 'audio')
  }
  defaultSession.setPermissionRequestHandler((contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : undefined
    answer(details.isMainFrame && isAllowed(permission, contents.getURL(), mediaTypes))
  })
  defaultSession.setPermissionCheckHandler((_contents, permission, origin, { mediaType }) =>
    isAllowed(permission, `${origin}/`, mediaType === undefined ? undefined : [mediaType]),
  )
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event, item) => {
    if (!isOwnContent(item.getURL())) event.preventDefault()
  })
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
