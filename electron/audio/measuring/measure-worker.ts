import { parentPort } from 'node:worker_threads'
import { AppError } from '#shared/models/app-error.ts'
import { measureSound } from './measure-sound.ts'
import type { MeasureOrder, MeasureReply } from './measure-thread.ts'

const tell = (reply: MeasureReply): void => parentPort?.postMessage(reply)
let stop = new AbortController()

parentPort?.on('message', (order: MeasureOrder) => {
  if (order.kind === 'stop') {
    stop.abort()
    return
  }
  stop = new AbortController()
  const { signal } = stop
  const onProgress = (measuredMs: number): void => tell({ kind: 'progress', measuredMs })
  void measureSound(order.request, { signal, onProgress }).then(
    (analysis) => tell({ kind: 'measured', analysis }),
    (error: unknown) => {
      if (signal.aborted) tell({ kind: 'stopped' })
      else if (error instanceof AppError) tell({ kind: 'failed', code: error.code, message: error.message })
      // A bug ends the thread, which tells who waits.
      else throw error
    },
  )
})
