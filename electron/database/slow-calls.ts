import { performance } from 'node:perf_hooks'
import type { Logger } from '#electron/log/logger.ts'

/** Queries run on the main thread: what takes longer than this is felt in the window. */
const SLOW_CALL_MS = 50

/** The same repository; with a logger, calls that take too long are told by name, without their values. */
export function watchSlowCalls<T extends object>(name: string, repository: T, logger: Logger | undefined): T {
  if (!logger) return repository
  return new Proxy(repository, {
    get: (target, property) => {
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      return (...values: unknown[]): unknown => {
        const start = performance.now()
        try {
          return Reflect.apply(member, target, values)
        } finally {
          const durationMs = Math.round(performance.now() - start)
          if (durationMs > SLOW_CALL_MS) logger.warn('Slow query', { call: `${name}.${String(property)}`, durationMs })
        }
      }
    },
  })
}
