import { parentPort } from 'node:worker_threads'
import { AppError } from '#shared/models/app-error.ts'
import type { MeasureOrder, MeasureReply } from './measure-thread.ts'
import { measureSound } from './measure-sound.ts'

const tell = (reply: MeasureReply): void => parentPort?.postMessage(reply)
let stop = new AbortController()

parentPort?.on('message', (order: MeasureOrder) => {
  if (order.kind === 'stop') {
    stop.abort()
    return
  }
  stop = new AbortController()
  const onProgress = (measuredMs: number): void => tell({ kind: 'progress', measuredMs })
  measureSound(order.request, { signal: stop.signal, onProgress }).then(
    (analysis) => tell({ kind: 'measured', analysis }),
    (error: unknown) => {
      if (error instanceof AppError) {
        tell({ kind: 'failed', failure: { code: error.code, message: error.message, data: error.data } })
      } else tell({ kind: 'crashed', error })
    },
  )
})
