/** What was typed as an address with its scheme; null when it is none. */
export function serverAddress(typed: string): string | null {
  const trimmed = typed.trim()
  // Chromium takes a blank in a host's name, which no machine has.
  if (trimmed === '' || /\s/.test(trimmed)) return null
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`
  try {
    const { protocol, hostname } = new URL(address)
    return (protocol === 'http:' || protocol === 'https:') && hostname !== '' ? address.replace(/\/+$/, '') : null
  } catch {
    return null
  }
}
