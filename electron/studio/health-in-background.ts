import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import type { HealthRow } from '#shared/models/settings.ts'
import type { StudioOptions } from './open-studio.ts'

/** What `healthOf` finds, looked for in a thread of its own: reading a whole database through takes seconds. */
export function healthInBackground({ root, env, processEnv }: StudioOptions): Promise<HealthRow[]> {
  return new Promise((resolve, reject) => {
    const workerData: StudioOptions = {
      ...(root === undefined ? {} : { root }),
      ...(env === undefined ? {} : { env }),
      processEnv: { ...processEnv },
    }
    const worker = new Worker(workerFile('health-worker'), { workerData })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The health check ended with ${code} and said nothing.`)))
  })
}
