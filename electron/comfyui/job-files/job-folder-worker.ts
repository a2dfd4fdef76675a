import { watch } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { JOB_FILE_FOLDERS } from './job-file-name.ts'
import type { FolderMessage, FolderRequest, FolderWork } from './job-folder-thread.ts'
import { JobFolder } from './job-folder.ts'

/** While something is on its way. */
const SOON_MS = 150
/** A folder that is slow to list is asked less often. */
const REST_SHARE = 5

const { pollIntervalMs, ...work } = workerData as FolderWork
const tell = (message: FolderMessage): void => parentPort?.postMessage(message)
const folder = new JobFolder({ ...work, onParse: (path) => tell({ kind: 'parsing', path }) })
let timer: NodeJS.Timeout | undefined
let isWaiting = false
let restMs = 0

parentPort?.on('message', (request: FolderRequest) => {
  if (request.kind === 'again') for (const path of request.paths) folder.again(path)
  else if (request.kind === 'expect') folder.expect(request.paths)
  else {
    isWaiting = true
    lookIn(request.pace === 'now' ? 0 : Math.max(restMs, request.pace === 'soon' ? SOON_MS : pollIntervalMs))
    return
  }
  hasten()
})

folder.prepare()
for (const name of JOB_FILE_FOLDERS) hearOf(join(work.dir, name))
look()

/** The next look comes when the studio has digested this one. */
function look(): void {
  isWaiting = false
  const startMs = performance.now()
  const result = folder.look(startMs)
  restMs = (performance.now() - startMs) * (result.findings.length > 0 ? 0 : REST_SHARE)
  tell({ kind: 'looked', ...result })
}

function lookIn(ms: number): void {
  clearTimeout(timer)
  timer = setTimeout(look, ms)
}

function hasten(): void {
  if (isWaiting) lookIn(Math.max(restMs, SOON_MS))
}

/** A hint and no more: network drives give none, some systems give too many. */
function hearOf(path: string): void {
  try {
    watch(path, { persistent: false }, hasten).on('error', () => undefined)
  } catch {
    return
  }
}
