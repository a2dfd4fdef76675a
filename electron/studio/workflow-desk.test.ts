import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import { appFile } from '#electron/config/app-files.ts'
import { declaredNodes, type NodeDeclarations } from '#electron/engine/declared-nodes.ts'
import { startEngine, type Engine } from '#electron/engine/engine.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { importBook } from '#electron/library/import-book.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { requireNarrator } from '#electron/production/choose-narrator.ts'
import { keyOf } from '#electron/production/speech-plan.ts'
import { voiceOf } from '#electron/production/voice.ts'
import type { StudioEvent } from '#shared/contract/event.ts'
import { mediaAddress } from '#shared/contract/media.ts'
import type { WorkflowTrial } from '#shared/models/workflow-card.ts'
import { openLiveStudio, type LiveStudio } from './live-studio.ts'
import { prepareWorkspace } from './prepare-workspace.ts'

const PACKS = Object.assign(
  {},
  ...readdirSync(appFile('electron/comfyui/workflows/packs')).map(
    (file) => JSON.parse(readFileSync(appFile(`electron/comfyui/workflows/packs/${file}`), 'utf8')) as object,
  ),
) as NodeDeclarations
const BOOK = `<html lang="en"><head><title>Birds, by Ann Lee</title></head><body>
<h1>Birds</h1><p>by Ann Lee</p><h2>Chapter I</h2><p>One bird flew over the grey hill. Two birds flew over the grey hill.</p></body></html>`
const GRAPH = {
  '1': { class_type: 'Kokoro TextToSpeech', inputs: { text: 'x', speaker: 'af_sarah' } },
  '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'a' } },
}

let root: string
let server: Engine
let studio: LiveStudio
let broadcast: Broadcast
let told: StudioEvent[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-desk-'))
  server = await startEngine({ dataDir: join(root, 'server'), workers: 1, extraNodes: declaredNodes(PACKS) })
  await prepareWorkspace({ root, processEnv: {} })
  const servers = `[{ name: gpu-box, url: '${server.url}' }, { name: embedded, url: embedded }]`
  await writeFile(join(root, 'config/global_alpha.yaml'), `comfyui: { servers: ${servers} }\n`)
  broadcast = new Broadcast(SILENT_LOGGER)
  told = []
  broadcast.subscribe((events) => told.push(...events))
  studio = await openLiveStudio({ root, processEnv: {} }, broadcast)
  await expect.poll(() => studio.agent.servers().every(({ status }) => status === 'ready')).toBe(true)
}, 60_000)
afterEach(async () => {
  await studio.close()
  await server.close()
  await rm(root, { recursive: true, force: true })
})

const card = (id: string) => studio.workflowDesk.list().find(({ workflowId }) => workflowId === id)
const changed = (id: string) =>
  told.flatMap((event) => (event.name === 'workflow.changed' && event.data.workflowId === id ? [event.data] : []))
const trials = (id: string) =>
  told.flatMap((event): WorkflowTrial[] =>
    event.name === 'workflow.tried' && event.data.trialId === id ? [event.data] : [],
  )
const ended = async (id: string): Promise<WorkflowTrial> => {
  await expect.poll(() => trials(id).at(-1)?.status, { timeout: 20_000 }).toMatch(/done|failed/)
  return trials(id).at(-1)!
}

describe('the workflow desk', () => {
  it('adds a graph, runs it without a restart, follows changes by hand, and removes it', async () => {
    const text = JSON.stringify(GRAPH)
    const { suggestedId, suggestedType, candidates, packs, fits } = await studio.workflowDesk.inspect('Mine.json', text)
    expect([suggestedId, suggestedType, packs[0]?.name]).toEqual(['Mine', 'SPEECH', 'ComfyUI-KokoroTTS'])
    expect(fits.map(({ serverName, status }) => [serverName, status])).toEqual([
      ['gpu-box', 'able'],
      ['embedded', 'lacking'],
    ])
    const inputs = candidates.flatMap(({ suggestedName: name, node, input, isRequired, markup }) =>
      name === null ? [] : [{ name, node, input, isRequired, markup }],
    )
    const facts = { description: 'Mine.', jobType: suggestedType, labels: [], canBatch: false }
    const saved = await studio.workflowDesk.save({ workflowId: 'Mine', ...facts, inputs, graph: text })
    expect(saved).toMatchObject({ isShipped: false, narrators: 0, problems: [] })
    await expect.poll(() => changed('Mine').length).toBeGreaterThan(0)
    const [jobId = 0] = studio.database.jobs.enqueue([
      {
        ...{
          configName: 'SPEECH_20261122000000_1_mine',
          jobType: 'SPEECH',
          workflowId: 'Mine',
          priority: 50,
          retryLimit: 0,
        },
        ...{ inputs: { text: 'Call me Ishmael.' }, outputPath: 'out/mine', productionId: null, metadata: {} },
      },
    ])
    studio.agent.wake()
    await expect.poll(() => studio.database.jobs.get(jobId)?.status, { timeout: 20_000 }).toBe('done')

    const file = join(root, 'config/workflows.yaml')
    await writeFile(file, (await readFile(file, 'utf8')).replace('description: Mine.', 'description: Yours.'))
    await expect.poll(() => changed('Mine').at(-1)?.description, { timeout: 10_000 }).toBe('Yours.')

    const { narratorId } = await studio.narrators.create({
      ...{ name: 'Rose', voiceModel: 'Mine', language: 'en', gender: null, description: null, parameters: {} },
    })
    await expect(studio.workflowDesk.remove('Mine')).rejects.toMatchObject({
      code: 'workflow.inUse',
      message: 'Rose speaks through it. Give this narrator another voice model first.',
    })
    await studio.narrators.update(narratorId, { voiceModel: 'T2S_flite_v1' })
    await studio.workflowDesk.remove('Mine')
    await expect.poll(() => told.some(({ name, key }) => name === 'workflow.removed' && key === 'Mine')).toBe(true)
    expect(card('Mine')).toBeUndefined()
  }, 60_000)

  it('tells when the list cannot be read after a change by hand, and when it can again', async () => {
    const file = join(root, 'config/workflows.yaml')
    const before = await readFile(file, 'utf8')
    const count = studio.workflowDesk.list().length
    const faults = () => told.flatMap((event) => (event.name === 'workflow.faulted' ? [event.data.message] : []))
    await writeFile(file, `${before}\nhalf: [`)
    await expect.poll(() => faults().at(-1), { timeout: 10_000 }).toMatch(/workflows\.yaml is not valid YAML/)
    expect(studio.workflowDesk.list()).toHaveLength(count)
    await writeFile(file, before)
    await expect.poll(() => faults().at(-1), { timeout: 10_000 }).toBeNull()
    expect(studio.workflowDesk.fault).toBeNull()
  }, 30_000)

  it('keeps its own, offers what was removed, and adds it again', async () => {
    await expect(studio.workflowDesk.remove('T2I_cover_v1')).rejects.toMatchObject({ code: 'workflow.builtIn' })
    await studio.workflowDesk.remove('T2S_f5_v1')
    expect(card('T2S_f5_v1')).toMatchObject({ isOffered: true, isShipped: true })
    expect(await studio.workflowDesk.restore('T2S_f5_v1')).toMatchObject({ isOffered: false, isChanged: false })
  })
})

it('plans a running production anew when its workflow is changed, so that every sound has the name of what rendered it', async () => {
  const path = join(root, 'birds.html')
  await writeFile(path, BOOK)
  const { database, foundry } = studio
  const { bookId } = await importBook({ path, foundry, titles: database.titles, maxChunkCharacters: 40 })
  const { narratorId } = await studio.narrators.create({
    ...{ name: 'Rose', voiceModel: 'T2S_kokoro_v1', language: 'en', gender: null, description: null, parameters: {} },
  })
  server.faults.hangNode = Infinity
  const { id } = await studio.steering.start({ bookId, narratorId, formats: ['m4b'] })
  await expect
    .poll(() => database.jobs.counts({ jobType: 'SPEECH' }).processing, { timeout: 20_000 })
    .toBeGreaterThan(0)
  const before = database.chunks.list(id).map(({ audioKey }) => audioKey)
  await studio.workflowDesk.save({
    ...{ workflowId: 'T2S_kokoro_v1', description: 'Kokoro.', jobType: 'SPEECH', labels: [], canBatch: false },
    inputs: [{ name: 'text', node: '10', input: 'text', isRequired: true, markup: '{value} ' }],
  })
  await expect
    .poll(() => database.chunks.list(id).some(({ audioKey }) => before.includes(audioKey)), { timeout: 20_000 })
    .toBe(false)
  server.faults.hangNode = 0
  await server.restart()
  await expect.poll(() => studio.board.require(id).status, { timeout: 40_000 }).toBe('completed')
  const voice = await voiceOf({ ...studio, narrator: requireNarrator(database.narrators, narratorId) })
  const rows = database.chunks.list(id)
  expect(rows.map(({ audioKey }) => audioKey)).toEqual(rows.map(({ text }) => keyOf(text, voice).audioKey))
  expect(rows.some(({ audioKey }) => before.includes(audioKey))).toBe(false)
}, 90_000)

describe('a trial', () => {
  it('runs on the first server that can, and its sound is heard at its address', async () => {
    const { trialId, serverName, status } = studio.trialDesk.start({ workflowId: 'T2S_flite_v1', inputs: {} })
    expect([serverName, status]).toEqual(['gpu-box', 'running'])
    const end = await ended(trialId)
    expect(end).toMatchObject({ status: 'done', message: null, outputs: [{ kind: 'sound' }] })
    const media = await studio.media.find(mediaAddress.trial(trialId, 0))
    expect([media.mediaType, media.sizeBytes]).toEqual(['audio/flac', end.outputs[0]?.sizeBytes])
    await expect(studio.media.find(mediaAddress.trial(trialId, 1))).rejects.toMatchObject({ code: 'media.unknown' })
    await studio.close()
    await expect(stat(media.path)).rejects.toThrow('ENOENT')
  }, 30_000)

  it('clones the voice of a narrator, and shows the words that are recognised', async () => {
    const cloned = studio.trialDesk.start({ workflowId: 'T2S_chatterbox_v1', inputs: {} })
    expect(await ended(cloned.trialId)).toMatchObject({
      status: 'done',
      serverName: 'gpu-box',
      outputs: [{ kind: 'sound' }],
    })
    const { trialId } = studio.trialDesk.start({ workflowId: 'S2T_whisper_v1', narratorId: 'narrator_002', inputs: {} })
    const { texts, outputs, status } = await ended(trialId)
    expect([status, outputs, texts.length]).toEqual(['done', [], 1])
  }, 30_000)

  it('is alone on its server, can be stopped, and says why it failed', async () => {
    server.faults.hangNode = 1
    const first = studio.trialDesk.start({ workflowId: 'T2S_kokoro_v1', inputs: {} })
    expect(() => studio.trialDesk.start({ workflowId: 'T2S_kokoro_v1', inputs: {} })).toThrow(
      'Another workflow is being tried',
    )
    studio.trialDesk.cancel(first.trialId)
    expect(await ended(first.trialId)).toMatchObject({ status: 'failed', message: 'It was stopped.' })
    const request = { workflowId: 'T2S_kokoro_v1', serverName: 'embedded', inputs: {} }
    const second = studio.trialDesk.start(request)
    expect((await ended(second.trialId)).message).toMatch(
      /^The built-in engine lacks Kokoro TextToSpeech of the node pack/,
    )
    const third = studio.trialDesk.start({ workflowId: 'T2S_kokoro_v1', inputs: { voice: 'nobody' } })
    expect((await ended(third.trialId)).message).toMatch(/does not offer “nobody” as speaker/)
  }, 30_000)
})

it('hears what a recording says when it is uploaded for a voice that makes something of it', async () => {
  const { narratorId } = await studio.narrators.create({
    ...{ name: 'Rose', voiceModel: 'T2S_f5_v1', language: 'en', gender: null, description: null, parameters: {} },
  })
  const file = join(root, 'take.wav')
  const sound = `0.2*sin(2*PI*220*t)*lt(mod(t,0.5),0.35)`
  await runFfmpeg(studio.ffmpeg, ['-f', 'lavfi', '-i', `aevalsrc='${sound}':s=24000:d=7`, file])
  await studio.narrators.setSample(narratorId, { name: 'take.wav', bytes: await readFile(file) })
  await expect
    .poll(() => studio.database.narrators.get(narratorId)?.sampleText, { timeout: 10_000 })
    .toBe('A line that stands for what the node would write.')
}, 30_000)
