import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { e3, e3Json, startE3 } from '../e3-process.ts'

const JOB_FILE = `job_type: SPEECH
workflow_id: T2S_flite_v1
priority: 20
inputs:
  text: One short line.
  voice: kal16
outputs:
  file_path: comfyui_jobs/finished/speech/line
`

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-agent-'))
  await e3Json(['init'], root)
}, 120_000)
afterEach(() => rm(root, { recursive: true, force: true }))

interface JobDocument {
  id: number
  configName: string
  priority: number
  status: string
  runCount: number
  outputPath: string
}

test('works on a job that was added, exported, cancelled, retried and moved, until Ctrl-C', async () => {
  const name = 'SPEECH_20261122080000_1_line'
  const file = join(root, `${name}.yaml`)
  await writeFile(file, JOB_FILE)
  const { jobs: added } = await e3Json<{ jobs: JobDocument[] }>(['job', 'add', file], root)
  expect(added).toMatchObject([{ configName: name, priority: 20, status: 'pending', runCount: 0 }])
  const id = String(added[0]!.id)
  expect(await e3(['job', 'add', file], root)).toMatchObject({ code: 1, stdout: '' })

  expect(await e3Json(['job', 'priority', id, '7'], root)).toMatchObject({ job: { priority: 7 } })
  expect(await e3Json(['job', 'god', id], root)).toMatchObject({ job: { priority: 1 } })
  expect(await e3Json(['job', 'cancel', id], root)).toMatchObject({
    job: { status: 'failed', errorClass: 'cancelled' },
  })
  expect(await e3Json(['job', 'retry', id], root)).toMatchObject({ job: { status: 'pending', error: null } })
  expect(await e3Json(['job', 'export', id, '--out', join(root, 'out')], root)).toEqual({
    id: Number(id),
    path: `out/${name}.yaml`,
  })

  const { child, finished } = startE3(['agent'], root)
  let told = ''
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (text: Buffer) => {
      told += text.toString()
      if (told.includes('is done')) resolve()
    })
  })
  expect(await e3(['agent'], root)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Another E3 Studio is already working .*\n$/) as string,
  })
  process.kill(-child.pid!, 'SIGINT')
  expect(await finished).toMatchObject({ code: 0, stdout: '' })

  const { jobs } = await e3Json<{ jobs: JobDocument[] }>(['jobs', '--status', 'done', '--type', 'SPEECH'], root)
  expect(jobs).toMatchObject([{ id: Number(id), status: 'done', runCount: 1 }])
  expect((await stat(join(root, jobs[0]!.outputPath))).size).toBeGreaterThan(1000)
})
