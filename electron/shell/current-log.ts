import type { Logger } from '#electron/log/logger.ts'

/** Writes to the log that is current when a line is written: the open environment's, else one of the application's own. */
export function currentLog(current: () => Logger): Logger {
  return {
    debug: (message, fields) => current().debug(message, fields),
    info: (message, fields) => current().info(message, fields),
    warn: (message, fields) => current().warn(message, fields),
    error: (message, fields) => current().error(message, fields),
    child: (module) => currentLog(() => current().child(module)),
  }
}
