import { afterEach, beforeEach, expect, test } from 'vitest'
import { locateFfmpeg } from '#electron/audio/ffmpeg.ts'
import { runFfprobe } from '#electron/audio/run-ffmpeg.ts'
import { join } from 'node:path'
import { openStage, type Stage } from '../fidelity/engine-stage.ts'
import type { SavedFile } from '../engine-files.ts'
import type { HistoryEntry } from '../prompts/history.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

async function run(graph: object): Promise<HistoryEntry> {
  const { json } = await stage.send('POST', '/prompt', { json: { prompt: graph } })
  const id = (json as { prompt_id: string }).prompt_id
  const read = async () => ((await stage.send('GET', `/history/${id}`)).json as Record<string, HistoryEntry>)[id]
  await expect.poll(read, { timeout: 8000 }).toMatchObject({ status: { status_str: 'success' } })
  return (await read())!
}
const fileOf = (entry: HistoryEntry, node: string): SavedFile =>
  (entry.outputs[node] as { audio: SavedFile[] }).audio[0]!

interface Probe {
  format: { duration: string }
  streams: { codec_name: string; sample_rate: string }[]
}
async function probe({ type, subfolder, filename }: SavedFile): Promise<Probe> {
  const path = join(stage.dataDir, type, subfolder, filename)
  return (await runFfprobe(await locateFfmpeg(), path, ['-show_format', '-show_streams'])) as Probe
}

test('each saver writes its own format, and what ffmpeg wrote can be loaded again', async () => {
  const audio = ['1', 0]
  const saved = await run({
    '1': { class_type: 'EmptyAudio', inputs: { duration: 1, sample_rate: 24000, channels: 1 } },
    '2': { class_type: 'SaveAudioMP3', inputs: { audio, filename_prefix: 's/a', quality: 'V0' } },
    '3': { class_type: 'SaveAudioOpus', inputs: { audio, filename_prefix: 's/a', quality: '64k' } },
    '4': { class_type: 'PreviewAudio', inputs: { audio } },
  })
  const [mp3, opus, preview] = [fileOf(saved, '2'), fileOf(saved, '3'), fileOf(saved, '4')]
  expect([mp3.filename, opus.filename].map((name) => name.split('.')[1])).toEqual(['mp3', 'opus'])
  expect(new Set([mp3, opus].map(({ filename }) => filename.slice(0, 8)))).toEqual(new Set(['a_00001_', 'a_00002_']))
  expect(preview.type).toBe('temp')
  expect(preview.filename).toMatch(/^ComfyUI_temp_[a-z]{5}_00001_\.flac$/)
  expect((await probe(mp3)).streams[0]).toMatchObject({ codec_name: 'mp3', sample_rate: '24000' })
  expect((await probe(opus)).streams[0]).toMatchObject({ codec_name: 'opus', sample_rate: '48000' })

  const copied = await run({
    '1': { class_type: 'LoadAudio', inputs: { audio: `s/${mp3.filename} [output]` } },
    '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 's/copy' } },
  })
  const copy = await probe(fileOf(copied, '2'))
  expect(copy.streams[0]).toMatchObject({ codec_name: 'flac', sample_rate: '24000' })
  expect(Number(copy.format.duration)).toBeCloseTo(1, 1)
})
