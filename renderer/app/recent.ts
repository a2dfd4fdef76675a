import type { EnvironmentName } from '#shared/models/environment.ts'

/** What was opened last from the palette: `title:pg98`, `narrator:…`, `command:go.jobs`. */
export type RecentId = `${'title' | 'narrator' | 'command'}:${string}`

const MOST_KEPT = 6
const keyOf = (env: EnvironmentName): string => `e3.recent.${env}`

/** Latest first. */
export function recentIds(env: EnvironmentName): RecentId[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(env)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isRecentId) : []
  } catch {
    return []
  }
}

export function remember(env: EnvironmentName, id: RecentId): void {
  const ids = [id, ...recentIds(env).filter((other) => other !== id)].slice(0, MOST_KEPT)
  localStorage.setItem(keyOf(env), JSON.stringify(ids))
}

function isRecentId(value: unknown): value is RecentId {
  return typeof value === 'string' && /^(title|narrator|command):/.test(value)
}
