import { parentPort, workerData } from 'node:worker_threads'
import { readJobFile } from './job-file.ts'
import type { JobFileWork } from './read-job-file-apart.ts'

const { name, text, defaults } = workerData as JobFileWork
parentPort?.postMessage(readJobFile(name, text, defaults))
