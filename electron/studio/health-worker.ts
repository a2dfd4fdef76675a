import { parentPort, workerData } from 'node:worker_threads'
import { healthOf } from './health-of.ts'
import type { StudioOptions } from './open-studio.ts'

parentPort?.postMessage(await healthOf(workerData as StudioOptions))
