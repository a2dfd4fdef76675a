import type { Logger } from '#electron/log/logger.ts'
import type { Producer, ProductionWitness } from '#electron/production/producer.ts'

/** Lets unfinished productions run in the background; returns what stops them, after which they are pending again. */
export function runProductions({
  producer,
  witness,
  log,
}: {
  producer: Pick<Producer, 'runUnfinished'>
  witness: ProductionWitness
  log: Logger
}): () => Promise<void> {
  const stop = new AbortController()
  const ended = producer.runUnfinished(stop.signal, witness).catch((error: unknown) => {
    log.error('Productions do not run any more', { error })
  })
  return async () => {
    stop.abort()
    await ended
  }
}
