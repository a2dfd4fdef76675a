import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../fidelity/engine-stage.ts'
import { FLITE_VOICES, NORMAL_PACE_WPM } from '../flite-voices.ts'
import type { Audio } from '../media.ts'
import type { HistoryEntry } from '../prompts/history.ts'
import { decodeFlac } from '../workers/flac.ts'

/** Openings of three novels, all long in the public domain. */
const PROSE = `It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a wife.
However little known the feelings or views of such a man may be on his first entering a neighbourhood, this truth is so well
fixed in the minds of the surrounding families, that he is considered the rightful property of some one or other of their
daughters. “My dear Mr. Bennet,” said his lady to him one day, “have you heard that Netherfield Park is let at last?” Mr.
Bennet replied that he had not. “But it is,” returned she; “for Mrs. Long has just been here, and she told me all about it.”
Mr. Bennet made no answer. The Time Traveller (for so it will be convenient to speak of him) was expounding a recondite matter
to us. His pale grey eyes shone and twinkled, and his usually pale face was flushed and animated. The fire burnt brightly, and
the soft radiance of the incandescent lights in the lilies of silver caught the bubbles that flashed and passed in our glasses.
To Sherlock Holmes she is always the woman. I have seldom heard him mention her under any other name. In his eyes she eclipses
and predominates the whole of her sex. It was not that he felt any emotion akin to love for Irene Adler. All emotions, and that
one particularly, were abhorrent to his cold, precise but admirably balanced mind.`

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

let count = 0

async function speak(inputs: Record<string, unknown>): Promise<HistoryEntry> {
  const id = `speech-${count++}`
  const socket = await stage.connect(id)
  const prompt = {
    '1': { class_type: 'FliteSpeech', inputs: { voice: 'kal16', speed: 1, seed: 0, ...inputs } },
    '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: `${id}/a` } },
  }
  await stage.send('POST', '/prompt', { json: { prompt, prompt_id: id, client_id: id } })
  await socket.finished(id)
  const { json } = await stage.send('GET', `/history/${id}`)
  return (json as Record<string, HistoryEntry>)[id]!
}

async function soundOf(entry: HistoryEntry): Promise<Audio> {
  expect(entry.status.status_str, JSON.stringify(entry.status.messages)).toBe('success')
  const [file] = (entry.outputs['2'] as { audio: { filename: string; subfolder: string }[] }).audio
  const query = new URLSearchParams({ filename: file!.filename, subfolder: file!.subfolder })
  return decodeFlac((await stage.send('GET', `/view?${query.toString()}`)).bytes)
}

const seconds = ({ channels, sampleRateHz }: Audio): number => channels[0]!.length / sampleRateHz

test.each(FLITE_VOICES.map(({ voice }) => voice))('%s reads prose at about 160 words a minute', async (voice) => {
  const sound = await soundOf(await speak({ text: PROSE, voice }))
  const pace = PROSE.split(/\s+/).length / (seconds(sound) / 60)
  expect(pace).toBeGreaterThan(NORMAL_PACE_WPM - 10)
  expect(pace).toBeLessThan(NORMAL_PACE_WPM + 10)
  expect(sound.sampleRateHz).toBe(16_000)
})

test('speaks faster on request', async () => {
  const [slow, fast] = [
    await soundOf(await speak({ text: PROSE })),
    await soundOf(await speak({ text: PROSE, speed: 1.5 })),
  ]
  expect(seconds(slow) / seconds(fast)).toBeCloseTo(1.5, 1)
})

test('does not lose a last sentence of one word', async () => {
  const short = await soundOf(await speak({ text: 'Is it gone?' }))
  const long = await soundOf(await speak({ text: 'Is it gone? Gone.' }))
  expect(seconds(long)).toBeGreaterThan(seconds(short) + 0.3)
})

test('gives the same samples for the same text', async () => {
  const [first, again] = [await speak({ text: 'Once more.', seed: 1 }), await speak({ text: 'Once more.', seed: 2 })]
  expect((await soundOf(again)).channels).toEqual((await soundOf(first)).channels)
})

test.each(['привет мир', '* * *', ''])('fails in plain words when there is nothing to speak in %j', async (text) => {
  const { status } = await speak({ text })
  expect(status.messages.at(-1)).toMatchObject([
    'execution_error',
    { exception_message: `Flite reads English only: no speakable text in "${text}".\n` },
  ])
})

test('refuses a text that no job should hold', async () => {
  const { status } = await speak({ text: 'word '.repeat(30_000) })
  expect(status.messages.at(-1)?.[1]['exception_message']).toContain('150000 characters are too many')
})
