import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { isRecord } from '../prompts/graph.ts'
import { openStage, type Stage } from './engine-stage.ts'
import { formBody, type Capture } from './replay.ts'

/** Brings the server to where the recording began: files that are there, a graph that ran before. */
export async function prepareStage(stage: Stage, { scenario, http }: Capture): Promise<void> {
  await stage.send('POST', '/upload/image', uploadOf('ref_voice.wav', 'voices'))
  if (scenario === 'upload') return stage.close().then(async () => void Object.assign(stage, await openStage()))
  if (scenario === 'view') {
    const sound = join(stage.dataDir, 'output/speech/selftest')
    await mkdir(sound, { recursive: true })
    await writeFile(join(sound, 'audio_00001_.flac'), Buffer.alloc(8632, 1))
  }
  if (scenario === 'history-list') await runRecorded(stage, [http[1]?.body, http[0]?.body])
  if (scenario.startsWith('chain')) await run(stage, savedSilence('speech/b1/ch001/audio'), 2)
  const firstPost = http.find(({ request }) => request.path === '/prompt')?.request.json
  if (scenario === 'cached-rerun' && isRecord(firstPost)) await run(stage, firstPost['prompt'], 1)
}

/** Runs the prompts of recorded history, so that they are in ours. */
async function runRecorded(stage: Stage, histories: readonly unknown[]): Promise<void> {
  for (const history of histories as Record<string, { prompt: [number, string, object, object] }>[]) {
    for (const { prompt } of Object.values(history)) {
      const [, prompt_id, graph, extra] = prompt
      await stage.send('POST', '/prompt', { json: { prompt: graph, prompt_id, ...extra } })
      await expect.poll(async () => (await stage.send('GET', `/history/${prompt_id}`)).json).not.toEqual({})
    }
  }
}

async function run(stage: Stage, graph: unknown, times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    const json = { prompt: graph, prompt_id: `before-${count}` }
    await stage.send('POST', '/prompt', { json })
    await expect.poll(async () => (await stage.send('GET', `/history/before-${count}`)).json).not.toEqual({})
    await stage.send('POST', '/free', { json: { free_memory: count < times - 1 } })
  }
}

function savedSilence(prefix: string): object {
  return {
    '1': { class_type: 'EmptyAudio', inputs: { duration: 0.25, sample_rate: 16000, channels: 1 } },
    '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: prefix } },
  }
}

function uploadOf(filename: string, subfolder: string): { headers: Record<string, string>; body: Buffer } {
  const header = Buffer.from(
    '524946462408000057415645666d74201000000001000100803e0000007d0000020010006461746100080000',
    'hex',
  )
  const { headers, body } = formBody([
    { name: 'image', filename, bytes: 0 },
    { name: 'subfolder', value: subfolder },
  ])
  const marker = Buffer.from('\r\n\r\n')
  const at = body.indexOf(marker) + marker.length
  return { headers, body: Buffer.concat([body.subarray(0, at), header, Buffer.alloc(2048, 7), body.subarray(at)]) }
}
