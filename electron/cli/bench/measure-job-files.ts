import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { JOB_FOLDERS } from '#shared/models/job.ts'
import { openStudio, type Studio } from '#electron/studio/open-studio.ts'
import { prepareWorkspace } from '#electron/studio/prepare-workspace.ts'
import { watchJobFiles } from '#electron/studio/watch-job-files.ts'
import { exportJobFile } from '#electron/comfyui/job-files/job-file.ts'
import type { Measurement } from './benchmark.ts'
import { sampleChunks } from './sample-book.ts'

const FILES = 10_000
const TEXT_CHARACTERS = 480
const MOST_SECONDS = 20
const MOST_BLOCKED_MS = 16
const LOOK_MS = 20

/** From the moment that thousands of job files lie in the watch folder until all of them are queued, with nothing else at work. */
export async function measureJobFiles(): Promise<Measurement[]> {
  const root = await mkdtemp(join(tmpdir(), 'e3-bench-'))
  const options = { root, env: 'alpha', processEnv: {} }
  try {
    await prepareWorkspace(options)
    const studio = await openStudio({ ...options, access: 'write' })
    try {
      await writeJobFiles(studio)
      return describe(await queueAll(studio))
    } finally {
      await studio.close()
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function writeJobFiles({ workspace }: Studio): Promise<void> {
  const dir = workspace.resolve(join(workspace.config.paths.jobs_processing, JOB_FOLDERS.SPEECH))
  for (const [index, text] of sampleChunks(FILES, TEXT_CHARACTERS).entries()) {
    const configName = `SPEECH_20261122120000_${index + 1}_bench`
    const { name, text: yaml } = exportJobFile({
      configName,
      jobType: 'SPEECH',
      workflowId: 'T2S_flite_v1',
      priority: 50,
      retryLimit: 2,
      inputs: { text, voice: 'slt' },
      outputPath: `comfyui_jobs/finished/speech/${configName}`,
      metadata: { chunk: index },
    })
    await writeFile(join(dir, name), yaml)
  }
}

async function queueAll(studio: Studio): Promise<{ wallMs: number; blockedMs: number }> {
  const agent = { wake: () => undefined, cancelJob: () => undefined, onJob: () => () => undefined }
  const folder = watchJobFiles({ ...studio, agent }, { processEnv: {} })
  const lag = monitorEventLoopDelay({ resolution: 1 })
  lag.enable()
  const startMs = performance.now()
  folder.open()
  while (studio.database.jobs.counts().pending < FILES) await delay(LOOK_MS)
  const wallMs = performance.now() - startMs
  lag.disable()
  await folder.close()
  return { wallMs, blockedMs: lag.percentile(99.9) / 1e6 }
}

function describe({ wallMs, blockedMs }: { wallMs: number; blockedMs: number }): Measurement[] {
  const details = { files: FILES, filesASecond: (FILES * 1000) / wallMs }
  const atMost = (value: number) => ({ comparison: 'at most', value }) as const
  return [
    {
      benchmark: 'job-files',
      name: 'until all are queued',
      value: wallMs / 1000,
      unit: 's',
      target: atMost(MOST_SECONDS),
      details,
    },
    {
      benchmark: 'job-files',
      name: 'wait of the main thread, 99.9 %',
      value: blockedMs,
      unit: 'ms',
      target: atMost(MOST_BLOCKED_MS),
      details,
    },
  ]
}
