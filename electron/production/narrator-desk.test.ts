import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import { appFile } from '#electron/config/app-files.ts'
import { openStudio, type Studio } from '#electron/studio/open-studio.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { NarratorCard } from '#shared/models/narrator-card.ts'
import type { WorkflowFit } from '#shared/models/workflow-card.ts'
import { NarratorDesk } from './narrator-desk.ts'
import { NarratorSamples } from './narrator-samples.ts'

let root = ''
let studio: Studio
let ffmpeg: Ffmpeg
let desk: NarratorDesk
let told: NarratorCard[]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-narrators-'))
  await cp(appFile('config'), join(root, 'config'), { recursive: true })
  await cp(appFile('workflows'), join(root, 'workflows'), { recursive: true })
  studio = await openStudio({ root, processEnv: {}, access: 'write' })
  ffmpeg = await locateFfmpeg()
  told = []
  const samples = new NarratorSamples({ ...studio, ffmpeg })
  desk = new NarratorDesk({ ...studio, agent, samples, words, tell: (card) => told.push(card) })
})
afterEach(async () => {
  await studio.close()
  await rm(root, { recursive: true })
})

/** As ComfyUI's `/object_info` describes a class. */
const KOKORO = {
  input: { required: { speaker: [['af_sarah', 'af_bella'], {}], speed: ['FLOAT', { min: 0.1, max: 4 }] } },
}
let lacked = ''
/** What the recordings say, as far as a server can tell. */
let said: string | null = null
const words = { recognise: () => Promise.resolve(said) }
const agent = {
  describeClass: (name: string) => (name === 'Kokoro TextToSpeech' ? KOKORO : null),
  isLackedByAll: (workflowId: string) => workflowId === lacked,
  fits: (): WorkflowFit[] => [
    {
      serverName: 'gpu',
      status: 'lacking',
      missing: [{ kind: 'node', name: 'Kokoro TextToSpeech', pack: { name: 'ComfyUI-KokoroTTS', repository: null } }],
    },
  ],
}
const CLARA = { name: 'Clara', language: 'en', gender: null, description: null }
const clara = () => desk.create({ ...CLARA, voiceModel: 'T2S_flite_v1', parameters: { voice: 'slt', speed: 1 } })
const rose = () => desk.create({ ...CLARA, name: 'Rose', voiceModel: 'T2S_chatterbox_v1', parameters: {} })
const card = async (id: string) => (await desk.list()).find(({ narratorId }) => narratorId === id)

async function recording(seconds: number, hz = 220): Promise<{ name: string; bytes: Buffer }> {
  const file = join(root, 'take.wav')
  const sound = `0.2*sin(2*PI*${hz}*t)*lt(mod(t,0.5),0.35)`
  await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', `aevalsrc='${sound}':s=24000:d=${seconds}`, file])
  return { name: 'take.wav', bytes: await readFile(file) }
}

describe('NarratorDesk', () => {
  it('gives a new narrator the first free id and tells of it', async () => {
    studio.database.narrators.upsert(older({ narratorId: 'narrator_001' }))
    studio.database.narrators.upsert(older({ narratorId: 'narrator_003' }))
    const made = await clara()
    expect(made).toMatchObject({ narratorId: 'narrator_002', engine: 'embedded', active: true, problem: null })
    expect(told).toEqual([made])
  })

  it.each([
    [{ voiceModel: 'T2S_nowhere' }, 'voiceModel', /no voice model/],
    [{ voiceModel: 'T2I_cover_v1' }, 'voiceModel', /no voice model/],
    [{ parameters: { voice: 'awb_time' } }, 'parameters.voice', /must be one of the/],
    [{ parameters: { speed: 9 } }, 'parameters.speed', /from 0.5 to 2/],
    [{ parameters: { filename_prefix: '/etc' } }, 'parameters.filename_prefix', /no setting/],
  ])('refuses the voice %j', async (changes, field, message) => {
    const { narratorId } = await clara()
    const refusal = { code: 'narrator.badVoice', data: { field }, message: expect.stringMatching(message) as string }
    await expect(desk.update(narratorId, changes)).rejects.toMatchObject(refusal)
    expect(await card(narratorId)).toMatchObject({ voiceModel: 'T2S_flite_v1', parameters: { voice: 'slt', speed: 1 } })
  })

  it('drops the settings that a newly chosen voice model does not take', async () => {
    const { narratorId } = await clara()
    const changed = await desk.update(narratorId, { voiceModel: 'T2S_kokoro_v1' })
    expect(changed).toMatchObject({ parameters: {}, engine: 'comfyui' })
  })

  it('offers the voices that a connected server has', async () => {
    const kokoro = desk.voiceModels().find(({ workflowId }) => workflowId === 'T2S_kokoro_v1')
    expect(kokoro?.parameters).toEqual([
      expect.objectContaining({
        kind: 'choice',
        choices: ['af_sarah', 'af_bella'].map((value) => ({ value, label: value })),
      }),
    ])
    const { narratorId } = await clara()
    const voice = { voiceModel: 'T2S_kokoro_v1', parameters: { voice: 'slt' } }
    await expect(desk.update(narratorId, voice)).rejects.toMatchObject({ data: { field: 'parameters.voice' } })
  })

  it('changes what is given and leaves the rest', async () => {
    const { narratorId } = await clara()
    const changed = await desk.update(narratorId, { active: false, gender: 'female', name: undefined })
    expect(changed).toMatchObject({ name: 'Clara', active: false, gender: 'female', parameters: { voice: 'slt' } })
    await expect(desk.update('narrator_099', {})).rejects.toMatchObject({ code: 'narrator.unknown' })
  })

  it('shows narrators of an older studio with what is wrong, and lets them be renamed', async () => {
    studio.database.narrators.upsert(older({ narratorId: 'v1', voiceModel: 'XTTS v2', voiceSamplePath: 'C:\\v.wav' }))
    studio.database.narrators.upsert(older({ narratorId: 'v2', voiceModel: 'T2S_flite_v1', parameters: { pitch: 3 } }))
    const found = await desk.list()
    expect(found.map(({ problem }) => problem)).toEqual([
      "The voice model “XTTS v2” is not among this studio's workflows. Choose another one.",
      'Its voice model does not take the setting pitch. Edit the voice and save it to clear that.',
    ])
    expect(found[0]).toMatchObject({ voiceModelLabel: 'XTTS v2', sample: null, charactersPerMinute: null })
    expect(await desk.update('v1', { name: 'Old Tom' })).toMatchObject({ name: 'Old Tom', voiceModel: 'XTTS v2' })
  })

  it('says when a voice model is broken', async () => {
    const { narratorId } = await rose()
    await writeFile(join(root, 'workflows/T2S_chatterbox_v1.json'), 'no graph')
    await studio.close()
    studio = await openStudio({ root, processEnv: {}, access: 'write' })
    desk = new NarratorDesk({
      ...studio,
      agent,
      samples: new NarratorSamples({ ...studio, ffmpeg }),
      words,
      tell: () => undefined,
    })
    expect((await card(narratorId))?.problem).toMatch(/^Its voice model cannot speak\. It cannot be used: the template/)
    const broken = desk.voiceModels().filter(({ problem }) => problem !== null)
    expect(broken.map(({ workflowId }) => workflowId)).toEqual(['T2S_chatterbox_v1'])
  })

  it('measures the pace over finished chunks and counts productions', async () => {
    const { narratorId } = await clara()
    const other = await rose()
    const { titles, productions, chunks } = studio.database
    titles.upsert({ ...TITLE, bookId: 'b1' })
    const { id } = productions.create({ bookId: 'b1', narratorId, metadata: { formats: ['m4b'], skippedSteps: [] } })
    const chunk = {
      productionId: id,
      chapterIndex: 1,
      role: 'text',
      ending: 'paragraph',
      source: null,
      jobId: null,
    } as const
    chunks.insert([1, 2, 3].map((at) => ({ ...chunk, chunkIndex: at, text: 'x'.repeat(450), audioKey: `key${at}` })))
    for (const key of ['key1', 'key2']) {
      chunks.markDone(key, id, { audioPath: 'x.flac', durationMs: 30_000, sampleRateHz: 16_000 })
    }
    expect(await card(narratorId)).toMatchObject({ productions: 1, charactersPerMinute: 900 })
    expect(await card(other.narratorId)).toMatchObject({ productions: 0, charactersPerMinute: null })
  })
})

describe('a voice that needs a ComfyUI server', () => {
  it('says so while no connected server can speak it', async () => {
    const { narratorId } = await desk.create({ ...CLARA, name: 'Sarah', voiceModel: 'T2S_kokoro_v1', parameters: {} })
    expect((await card(narratorId))?.problem).toBeNull()
    lacked = 'T2S_kokoro_v1'
    const problem = /^No connected server can speak .* Missing the node pack ComfyUI-KokoroTTS\./
    expect((await card(narratorId))?.problem).toMatch(problem)
    expect(desk.voiceModels().find(({ workflowId }) => workflowId === lacked)?.problem).toMatch(problem)
    lacked = ''
  })
})

describe('voice samples', () => {
  it('are asked for by a voice that clones, kept, and followed by the card', async () => {
    const { narratorId, problem } = await rose()
    expect(problem).toMatch(/has none yet/)
    const report = await desk.setSample(narratorId, await recording(7))
    expect(report.warnings).toEqual([])
    const found = await card(narratorId)
    expect(found).toMatchObject({ problem: null, sample: { version: expect.any(String) as string } })
    expect((await desk.waveform(narratorId)).peaks.length).toBeGreaterThan(300)
  })

  it('keep the earlier file, also when the new one is refused', async () => {
    const { narratorId } = await rose()
    await desk.setSample(narratorId, await recording(7))
    const first = await card(narratorId)
    await expect(desk.setSample(narratorId, await recording(1))).rejects.toMatchObject({ code: 'sample.tooShort' })
    expect(await card(narratorId)).toEqual(first)
    await desk.setSample(narratorId, await recording(7, 330))
    expect((await card(narratorId))?.sample).not.toEqual(first?.sample)
    const files = await readdir(join(root, 'foundry/narrators'))
    expect(files).toHaveLength(2)
    expect(files.every((name) => /^narrator_001-[0-9a-f]{12}\.flac$/.test(name))).toBe(true)
  })

  it('of the same id in the other environment are not touched', async () => {
    await rose()
    await desk.setSample('narrator_001', await recording(7))
    const alphas = studio.database.narrators.get('narrator_001')?.voiceSamplePath ?? ''
    const before = await readFile(join(root, alphas))
    const prod = await openStudio({ root, env: 'prod', processEnv: {}, access: 'write' })
    const there = new NarratorDesk({
      ...prod,
      agent,
      samples: new NarratorSamples({ ...prod, ffmpeg }),
      words,
      tell: () => undefined,
    })
    await there.create({ ...CLARA, voiceModel: 'T2S_chatterbox_v1', parameters: {} })
    await there.setSample('narrator_001', await recording(7, 440))
    await prod.close()
    expect(await readFile(join(root, alphas))).toEqual(before)
  })

  it('can be forgotten, and the file stays', async () => {
    const { narratorId } = await rose()
    await desk.setSample(narratorId, await recording(7))
    expect(await desk.removeSample(narratorId)).toMatchObject({ sample: null })
    expect(await readdir(join(root, 'foundry/narrators'))).toHaveLength(1)
    await expect(desk.waveform(narratorId)).rejects.toMatchObject({ code: 'sample.none' })
  })

  it('are refused beyond their size before anything is read', async () => {
    const { narratorId } = await rose()
    const upload = { name: 'opera.wav', bytes: new Uint8Array(41 * 1024 * 1024) }
    const refusal = { code: 'sample.tooLarge', message: expect.stringContaining('opera.wav has 41 MB') as string }
    await expect(desk.setSample(narratorId, upload)).rejects.toMatchObject(refusal)
    await mkdir(join(root, 'foundry/narrators'), { recursive: true })
    expect(await readdir(join(root, 'foundry/narrators'))).toEqual([])
  })
})

const TITLE = { title: 'T', author: 'A', genre: null, language: 'en', publicationYear: null, sourceUrl: null }

function older(known: Partial<Narrator>): Narrator {
  return {
    narratorId: 'narrator_001',
    name: 'Tom',
    voiceSamplePath: null,
    sampleText: null,
    voiceModel: 'T2S_flite_v1',
    language: 'en',
    gender: null,
    description: null,
    active: true,
    parameters: {},
    ...known,
  }
}

describe('the words of a voice sample', () => {
  const f5 = () => desk.create({ ...CLARA, voiceModel: 'T2S_f5_v1', parameters: {} })
  afterEach(() => (said = null))

  it('are recognised where the voice model needs them, once a server can', async () => {
    const { narratorId } = await f5()
    await desk.setSample(narratorId, await recording(7))
    expect((await card(narratorId))?.problem).toMatch(/^Its voice model has to know what the recording says/)
    said = 'A fox saw some grapes.'
    desk.refreshAll()
    await expect.poll(() => card(narratorId)).toMatchObject({ sampleText: said, problem: null })
  })

  it('are what the producer wrote, until there is another recording', async () => {
    const { narratorId } = await f5()
    await desk.setSample(narratorId, await recording(7))
    said = 'Something else.'
    await desk.update(narratorId, { sampleText: 'A fox saw some grapes.' })
    desk.refreshAll()
    const take = await recording(7)
    await desk.setSample(narratorId, take)
    expect(await card(narratorId)).toMatchObject({ sampleText: 'A fox saw some grapes.' })
    await rm(join(root, 'take.wav'))
    await desk.setSample(narratorId, await recording(8, 330))
    await expect.poll(() => card(narratorId)).toMatchObject({ sampleText: said })
  })

  it('do not change a voice that does without them when they could be recognised late', async () => {
    const { narratorId } = await desk.create({ ...CLARA, voiceModel: 'T2S_qwen3_clone_v1', parameters: {} })
    await desk.setSample(narratorId, await recording(7))
    said = 'A fox saw some grapes.'
    desk.refreshAll()
    await desk.refresh(narratorId)
    expect(await card(narratorId)).toMatchObject({ sampleText: null, problem: null })
  })
})
