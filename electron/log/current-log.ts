import type { Logger } from './logger.ts'

/** Writes to the log that is current when a line is written: a host outlives the environments that it opens. */
export function currentLog(current: () => Logger): Logger {
  return {
    debug: (message, fields) => current().debug(message, fields),
    info: (message, fields) => current().info(message, fields),
    warn: (message, fields) => current().warn(message, fields),
    error: (message, fields) => current().error(message, fields),
    child: (module) => currentLog(() => current().child(module)),
  }
}
