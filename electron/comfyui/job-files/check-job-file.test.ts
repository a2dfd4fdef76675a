import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorkspace } from '#electron/config/workspace.ts'
import type { AppError } from '#shared/models/app-error.ts'
import type { NewJob } from '#shared/models/job.ts'
import { checkJobFile, defaultsOf, jobOfFile, type JobFileContext } from './check-job-file.ts'
import { readJobFile } from './job-file.ts'
import { JobPlaces } from '../agent/job-places.ts'
import { loadWorkflows } from '../workflows/workflow-registry.ts'

const NAME = 'SPEECH_20261122120000_1_hello.yaml'
const TEXT = `job_type: SPEECH
workflow_id: clone
inputs:
  10_text: Hello.
  6_audio: foundry\\narrators\\ada.flac
outputs:
  file_path: comfyui_jobs\\finished\\speech\\hello.flac
`
const WORKFLOWS = `
clone:
  template_path: workflows/clone.json
  description: Speaks like someone.
  job_type: SPEECH
  required_inputs: [text]
  inputs:
    text: { node: "10", input: text }
    voice_sample: { node: "6", input: audio }
`
const GRAPH = {
  '6': { class_type: 'LoadAudio', inputs: { audio: '' } },
  '10': { class_type: 'Speak', inputs: { text: '', seed: 0, audio: ['6', 0] } },
}

let root: string
let context: JobFileContext

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-check-'))
  for (const dir of ['config', 'workflows', 'foundry/narrators', 'out/folder']) {
    await mkdir(join(root, dir), { recursive: true })
  }
  await writeFile(join(root, 'config/workflows.yaml'), WORKFLOWS)
  await writeFile(join(root, 'workflows/clone.json'), JSON.stringify(GRAPH))
  await writeFile(join(root, 'foundry/narrators/ada.flac'), 'sound')
  const workspace = openWorkspace({ root, env: 'alpha', processEnv: {} })
  context = { workspace, places: new JobPlaces(workspace), workflows: loadWorkflows(root) }
})
afterAll(() => rm(root, { recursive: true }))

const check = (text: string): NewJob =>
  jobOfFile(NAME, checkJobFile(readJobFile(NAME, text, defaultsOf(context)), context))
const problemsOf = (text: string): unknown => {
  try {
    return check(text)
  } catch (error) {
    return (error as AppError).data['problems']
  }
}

test('takes a file with paths of Windows and inputs by node or by name', () => {
  expect(check(TEXT)).toMatchObject({
    workflowId: 'clone',
    inputs: { '10_text': 'Hello.', '6_audio': 'foundry/narrators/ada.flac' },
    outputPath: 'comfyui_jobs/finished/speech/hello.flac',
  })
  expect(check(TEXT.replace('10_text', 'text').replace('6_audio', 'voice_sample')).inputs).toEqual({
    text: 'Hello.',
    voice_sample: 'foundry/narrators/ada.flac',
  })
})

test('takes absolute paths inside the workspace, and the name of a workflow’s file', () => {
  const text = TEXT.replace('workflow_id: clone', 'workflow_id: workflows/clone.json')
    .replace('foundry\\narrators', join(root, 'foundry/narrators/'))
    .replace('comfyui_jobs\\finished', join(root, 'comfyui_jobs/finished'))
  expect(check(text)).toMatchObject({ workflowId: 'clone', outputPath: 'comfyui_jobs/finished/speech/hello.flac' })
})

test.each(['out/folder', 'out/new/'])('puts the output into a folder under the job’s name: %s', (path) => {
  const text = TEXT.replace('comfyui_jobs\\finished\\speech\\hello.flac', path)
  expect(check(text).outputPath).toBe(`${path.replace(/\/$/, '')}/SPEECH_20261122120000_1_hello`)
})

test('tells everything that is wrong at once, each with its line', () => {
  const text = TEXT.replace('SPEECH', 'T2I')
    .replace('10_text: Hello.', '10_text: ""\n  10_sed: 3\n  10_seed: much')
    .replace('foundry\\narrators\\ada', '/nowhere/ada')
    .replace('comfyui_jobs\\finished\\speech\\hello.flac', 'D:\\E3\\comfyui_jobs\\finished\\hello.flac\npriority: 0')
  expect(problemsOf(text)).toEqual([
    'line 1: job_type is T2I, but the name begins with SPEECH',
    'line 1: the workflow clone makes sound, but a job of type T2I is for pictures',
    expect.stringMatching(/^line 4: inputs: .*"10_text" is empty$/),
    expect.stringMatching(/^line 5: inputs: it has no input "10_sed"/),
    expect.stringMatching(/^line 6: inputs: "10_seed" must be a number/),
    expect.stringMatching(/^line 7: inputs."6_audio": .*not inside the workspace/),
    expect.stringMatching(/^line 9: outputs.file_path: .*Write comfyui_jobs\/finished\/hello.flac$/),
    'line 10: priority must be a whole number from 1 to 999, not 0',
  ])
})

test('guesses which workflow is meant', () => {
  expect(problemsOf(TEXT.replace('clone', 'clonne'))).toEqual([
    'line 2: there is no workflow "clonne". "clone" is meant, it seems',
  ])
})

test('does not complain twice about an input whose value is wrong', () => {
  expect(problemsOf(TEXT.replace('10_text: Hello.', 'text: [a, b]'))).toEqual([
    'line 4: inputs.text must be a text, a number or true or false, not ["a","b"]',
  ])
})
