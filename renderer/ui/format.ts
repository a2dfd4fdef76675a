const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** As people say it: `0.4 s`, `42 s`, `12 min`, `1 h 12 min`. */
export function formatDuration(ms: number): string {
  if (ms < 9.95 * SECOND_MS) return `${short.format(ms / SECOND_MS)} s`
  if (ms < 59.5 * SECOND_MS) return `${whole.format(ms / SECOND_MS)} s`
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  const hours = `${whole.format((minutes - rest) / 60)} h`
  return rest === 0 ? hours : `${hours} ${rest} min`
}

export function formatMinutes(minutes: number): string {
  return formatDuration(minutes * MINUTE_MS)
}

/** As a player shows it: `0:07`, `12:30`, `1:02:33`. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS))
  const pad = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(ms / HOUR_MS)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`
}

/** `12,345` */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** `340 kB`, `1.2 GB` */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${(value < 9.95 && unit > 1 ? short : whole).format(value)} ${units[unit] ?? ''}`
}

/** Of 0–1, rounded down so that 100 % means done: `62 %`. */
export function formatPercent(value: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, value)) * 100 + 1e-9)} %`
}

/** `1 job`, `2,000 jobs`, `3 entries` with its own plural. */
export function pluralise(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const sameYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const otherYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })

/** `just now`, `5 minutes ago`, `yesterday`, then the day. */
export function formatRelative(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs
  const sign = agoMs < 0 ? 1 : -1
  const distanceMs = Math.abs(agoMs)
  if (distanceMs < 45 * SECOND_MS) return 'just now'
  if (distanceMs < 59.5 * MINUTE_MS) return relative.format(sign * Math.round(distanceMs / MINUTE_MS), 'minute')
  if (distanceMs < 23.5 * HOUR_MS) return relative.format(sign * Math.round(distanceMs / HOUR_MS), 'hour')
  if (distanceMs < 6.5 * 24 * HOUR_MS) return relative.format(sign * Math.round(distanceMs / (24 * HOUR_MS)), 'day')
  const day = new Date(atMs)
  return (day.getFullYear() === new Date(nowMs).getFullYear() ? sameYear : otherYear).format(day)
}
