import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ComfyClient } from '../client.ts'
import type { Graph } from '#electron/comfyui/workflows/graph.ts'
import { openReplay } from './replay-server.ts'
import type { Capture, ReplayServer } from './replay-server.ts'

/** Transcripts recorded with a real server; `E3_CAPTURES` names their folder. */
const FOLDER = process.env['E3_CAPTURES']

const file = (nodeId: string, path: string) => {
  const slash = path.lastIndexOf('/')
  return { filename: path.slice(slash + 1), subfolder: path.slice(0, Math.max(0, slash)), type: 'output', nodeId }
}
const success = (...files: ReturnType<typeof file>[]) => ({ kind: 'success', files, texts: [] })
const texts = (...words: string[]) => ({ kind: 'success', files: [], texts: words })

/** How each posted prompt of a scenario ended, in the order of the posts. */
const OUTCOMES: Record<string, object[]> = {
  'fresh-image-success': [{ ...success(file('2', 'covers/book_00001_.png')), renderMs: 44 }],
  'fresh-audio-success': [{ ...success(file('2', 'speech/selftest/audio_00001_.flac')), renderMs: 36 }],
  'audio-graph-four-outputs': [
    success(
      file('9', 'speech/b1/ch001/audio_00002_.flac'),
      file('11', 'speech/b1/ch001/audio_00001_.mp3'),
      file('13', 'x_2026_00001_.opus'),
    ),
  ],
  'chain-output-annotation-and-text': [
    { ...success(file('2', 'chain/audio_00001_.flac')), texts: ['recognised text'] },
  ],
  'cached-rerun': [success(file('2', 'covers/book_00001_.png')), success(file('2', 'covers/book-b_00001_.png'))],
  'cached-rerun-file-deleted': [success(file('2', 'gone/pic_00001_.png')), success(file('2', 'gone/pic_00001_.png'))],
  'failing-node': [
    {
      kind: 'failed',
      nodeId: '3',
      nodeType: 'ProbeProgress',
      exceptionType: 'ValueError',
      isOutOfMemory: false,
      trace: expect.stringMatching(
        /^probe failure: first\nValueError in node 3, ProbeProgress\n {2}File .*execute\n(.*\n)+ {2}File .*in run$/,
      ) as string,
    },
  ],
  'failing-save-empty-audio': [{ kind: 'failed', nodeId: '3', nodeType: 'SaveAudio', exceptionType: 'ValueError' }],
  'failing-save-escapes-output': [{ kind: 'failed', nodeId: '2', nodeType: 'SaveImage', exceptionType: 'Exception' }],
  'interrupted-prompt': [{ kind: 'cancelled' }, success(file('2', 'after/interrupt_00001_.png'))],
  'deleted-pending-prompt': [texts('hold'), { kind: 'lost' }],
  'literal-coercion': [success(file('2', 'coerce/pic_00001_.png'))],
  'partial-execution-targets': [success(file('3', 'pt/b_00001_.png'))],
  'prompt-id-any-string': [success(file('2', 'pid/pic_00001_.png'))],
  'binary-preview-frame': [texts('plain')],
  'reconnect-during-run': [texts('again', 'again')],
  'reconnect-same-client-id-defect': [texts('defect'), { kind: 'lost' }],
  'restart-loses-queue-and-history': [{ kind: 'lost' }, { kind: 'lost' }, { kind: 'lost' }],
}

let client: ComfyClient
let server: ReplayServer
let folder: string

describe.skipIf(FOLDER === undefined)('reads what a real server said', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'e3-captures-'))
  })
  afterEach(async () => {
    client.close()
    await server.close()
    await rm(folder, { recursive: true })
  })

  test.each(Object.entries(OUTCOMES))('%s', async (scenario, expected) => {
    const capture = await replay(scenario)
    const ids: string[] = []
    for (const { request } of capture.http) {
      const { prompt, prompt_id: id } = (request.json ?? {}) as { prompt?: Graph; prompt_id?: string }
      if (request.path !== '/prompt' || prompt === undefined || id === undefined) continue
      await expect(client.submit(prompt, id)).resolves.toBe(id)
      ids.push(id)
    }
    const outcomes = await Promise.all(ids.map((id) => client.track(id)))
    expect(outcomes).toMatchObject(expected)
  })

  test('fresh-audio-success: the file is there, whole', async () => {
    await replay('fresh-audio-success')
    const path = join(folder, 'a.part')
    const place = { filename: 'audio_00001_.flac', subfolder: 'speech/selftest', type: 'output' }
    await expect(client.download(place, path)).resolves.toEqual({ sizeBytes: 8632 })
    expect((await readFile(path)).subarray(0, 4).toString()).toBe('fLaC')
  })

  test('cached-rerun-file-deleted: the file of a stale cache is missing', async () => {
    await replay('cached-rerun-file-deleted')
    const gone = client.download({ filename: 'pic_00001_.png', subfolder: 'gone', type: 'output' }, join(folder, 'a'))
    await expect(gone).rejects.toMatchObject({ code: 'file.missing' })
  })

  test('partial-validation: what is left of a graph is withdrawn and refused', async () => {
    const capture = await replay('partial-validation')
    const { prompt, prompt_id: id = '' } = capture.http[0]!.request.json as { prompt: Graph; prompt_id?: string }
    await expect(client.submit(prompt, id)).rejects.toMatchObject({
      code: 'job.invalid',
      message: expect.stringContaining('node 3 (SaveAudio): Return type mismatch between linked nodes') as string,
    })
    expect(server.asked.map(({ method, path }) => `${method} ${path}`).slice(1)).toEqual([
      'GET /api/jobs?limit=1',
      'POST /queue',
      'POST /interrupt',
    ])
  })

  test('validation-failure and unknown-node-class: each refusal is told in the words of the server', async () => {
    const said: string[] = []
    for (const scenario of ['validation-failure', 'unknown-node-class']) {
      const posts = (await replay(scenario)).http.filter(({ request }) => request.path === '/prompt')
      for (const { request } of posts) {
        const { prompt = {} } = (request.json ?? {}) as { prompt?: Graph }
        const error: unknown = await client.submit(prompt, 'p').catch((thrown: unknown) => thrown)
        const { code, message } = error as { code: string; message: string }
        said.push(`${code}: ${message}`)
      }
      if (scenario === 'unknown-node-class') await expect(client.describeClass('Nope')).resolves.toBeNull()
      else await stop()
    }
    expect(said.map((line) => line.replace(/127\.0\.0\.1:\d+/, 'server'))).toMatchInlineSnapshot(`
      [
        "job.invalid: No prompt provided.",
        "job.invalid: Cannot execute because a node is missing the class_type property; Node ID '#1'.",
        "job.invalid: Prompt has no outputs.",
        "job.invalid: Prompt has no outputs.",
        "job.invalid: Prompt outputs failed validation; node 1 (EmptyImage): Required input is missing (height), Value 0 smaller than min of 1 (width).",
        "job.invalid: Prompt outputs failed validation; node 1 (EmptyImage): Failed to convert an input value to a INT value (width, wide, invalid literal for int() with base 10: 'wide'), Value 5000 bigger than max of 4096 (batch_size).",
        "job.invalid: Prompt outputs failed validation; node 6 (LoadAudio): Custom validation failed for node (audio - Invalid audio file: missing.wav). The server has no file missing.wav. Name one of the workspace, or one in the server’s input folder.",
        "job.invalid: Prompt outputs failed validation; node 11 (SaveAudioMP3): Value not in list (quality: '999k' not in ['V0', '128k', '320k']).",
        "job.invalid: Prompt outputs failed validation; node 2 (SaveImage): Exception when validating node ('99').",
        "job.invalid: Prompt outputs failed validation; node 2 (SaveImage): Bad linked input, must be a length-2 list of [node_id, slot_index] (images).",
        "job.invalid: Prompt outputs failed validation; node 3 (SaveAudio): Return type mismatch between linked nodes (audio, received_type(IMAGE) mismatch input_type(AUDIO)).",
        "server.noAnswer: 500 Internal Server Error (500 of server to /prompt)",
        "server.noAnswer: 500 Internal Server Error (500 of server to /prompt)",
        "job.missingNode: Cannot execute because node Nope does not exist; Node ID '#1'. Install the node pack that has it on the server.",
      ]
    `)
  })

  test('upload, upload-too-large: each file has the name that it was given', async () => {
    const capture = await replay('upload')
    const names: unknown[] = []
    for (const { status } of capture.http) {
      const upload = client.upload(new Uint8Array(3), { name: 'x.wav', subfolder: 'voices' })
      names.push(await upload.catch((error: unknown) => [status, (error as { code: string }).code]))
    }
    expect(names).toEqual([
      'voices/ref_voice.wav',
      'voices/ref_voice.wav',
      'voices/ref_voice (1).wav',
      'voices/ref_voice (1).wav',
      'voices/ref_other.wav',
      'voices/ref_other.wav',
      't.wav',
      't.wav',
      [500, 'server.noAnswer'],
      [400, 'server.protocol'],
      [400, 'server.protocol'],
    ])
    await stop()
    await replay('upload-too-large')
    const tooLarge = client.upload(new Uint8Array(3), { name: 'x.wav', subfolder: '' })
    await expect(tooLarge).rejects.toThrow('Maximum request body size 104857600 exceeded.')
  })

  test.each([
    ['audio_00001_.flac', 'speech/selftest', 'output', 8632],
    ['nope.flac', '', 'output', 'file.missing'],
    ['speech/selftest/audio_00001_.flac', '', 'output', 'file.missing'],
    ['../x', '', 'output', 'output.refused'],
    ['/x', '', 'output', 'output.refused'],
    ['x', '../..', 'output', 'output.refused'],
    ['x', '', 'bogus', 'output.refused'],
  ])('view: %s in "%s" of %s', async (filename, subfolder, type, expected) => {
    await replay('view')
    const download = client.download({ filename, subfolder, type }, join(folder, 'a.part'))
    const found = await download.then(
      ({ sizeBytes }) => sizeBytes,
      (error: unknown) => (error as { code: string }).code,
    )
    expect(found).toBe(expected)
  })

  test('control-and-small-routes, system-stats, object-info: nothing is asked of empty bodies', async () => {
    await replay('control-and-small-routes')
    await expect(client.ping()).resolves.toBeUndefined()
    await expect(client.free({ unloadModels: true })).resolves.toBeUndefined()
    await expect(client.cancel('nope')).resolves.toBeUndefined()
    await expect(client.probe()).resolves.toEqual({ version: null, hasJobsApi: false })
    await stop()
    await replay('system-stats')
    await expect(client.probe()).resolves.toEqual({ version: '0.3.64', hasJobsApi: false })
    await stop()
    await replay('object-info')
    await expect(client.describeClass('SaveAudio')).resolves.toMatchObject({ output_node: true })
    await expect(client.describeClass('Nope')).resolves.toBeNull()
  })
})

async function replay(scenario: string): Promise<Capture> {
  const capture = JSON.parse(readFileSync(join(FOLDER ?? '', `${scenario}.json`), 'utf8')) as Capture
  server = await openReplay(capture)
  client = new ComfyClient({ server: { url: server.url }, pollMs: 20, lostAfterMs: 40 })
  return capture
}

async function stop(): Promise<void> {
  client.close()
  await server.close()
}
