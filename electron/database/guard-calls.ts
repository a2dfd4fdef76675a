import { performance } from 'node:perf_hooks'
import { SILENT_LOGGER, type Logger } from '#electron/log/logger.ts'
import { withDatabaseErrors } from './connection.ts'

/** Queries run on the main thread: what takes longer than this is felt in the window. */
const SLOW_CALL_MS = 50

/** The same repository, whose calls report a full disk or a damaged file as AppErrors, and slow calls by name without values. */
export function guardCalls<T extends object>(
  repository: T,
  options: { name: string; file: string; logger?: Logger | undefined },
): T {
  const { name, file, logger = SILENT_LOGGER } = options
  return new Proxy(repository, {
    get: (target, property) => {
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      return (...values: unknown[]): unknown => {
        const start = performance.now()
        try {
          return withDatabaseErrors(file, (): unknown => Reflect.apply(member, target, values))
        } finally {
          const durationMs = Math.round(performance.now() - start)
          if (durationMs > SLOW_CALL_MS) logger.warn('Slow query', { call: `${name}.${String(property)}`, durationMs })
        }
      }
    },
  })
}
