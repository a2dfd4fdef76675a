import { parentPort, workerData } from 'node:worker_threads'
import { healthOf } from './health-of.ts'
import type { StudioOptions } from './open-studio.ts'

// No `await` at the top: the bundle is CommonJS.
void healthOf(workerData as StudioOptions).then((rows) => parentPort?.postMessage(rows))
