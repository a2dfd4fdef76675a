import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadFlite } from '#electron/engine/speech/load-flite.ts'
import { speak } from '#electron/engine/speech/speak.ts'
import { locateFfmpeg } from '../ffmpeg.ts'
import { measureSound } from '../measuring/measure-sound.ts'
import type { Span } from '../timeline.ts'
import { chapterOf } from './test-chapters.ts'
import { timeSentences } from './time-sentences.ts'

const RATE_HZ = 16_000
/** Flite leaves so much around its speech. */
const MARGIN_MS = 40

/** Short and long ones, commas right before and behind the ends, end marks inside. */
const SENTENCES = [
  '"Who is there?" cried the old man, for he had heard a step upon the stair, and it was past midnight.',
  'No one answered.',
  'He took the lamp, opened the door, and looked down; but the hall lay dark and empty, as it had for years.',
  'However, something had changed.',
  'The clock, which had not gone since his wife died, was striking.',
  '"Well!" he said.',
]

describe('with a voice', () => {
  it('finds each sentence within 150 ms where its passage was spoken as one text', async () => {
    const flite = await loadFlite()
    const say = (text: string) => speak({ flite, voice: 'slt', text, durationStretch: 1.2 }).channels[0]!
    const whole = say(SENTENCES.join(' '))
    // Flite speaks sentence by sentence, so each is found again, sample for sample.
    let from = 0
    const startsMs = SENTENCES.map((sentence) => {
      from = placeOf(say(sentence), whole, from)
      return (1000 * from) / RATE_HZ + MARGIN_MS
    })
    const durationMs = (1000 * whole.length) / RATE_HZ
    const chapter = chapterOf([{ text: SENTENCES.join(' '), startMs: 0, endMs: durationMs }])
    const sentences = timeSentences(chapter, await pausesOf(whole), 'en')
    expect(sentences.map(({ text }) => text)).toEqual(SENTENCES)
    const errorsMs = sentences.map(({ startMs }, index) => Math.abs(startMs - startsMs[index]!))
    expect(Math.max(...errorsMs)).toBeLessThan(150)
  })

  it('finds the ends of sentences that were spoken one by one and joined', async () => {
    const flite = await loadFlite()
    const takes = SENTENCES.map((text) => speak({ flite, voice: 'rms', text, durationStretch: 1 }).channels[0]!)
    const gap = new Float32Array(RATE_HZ * 0.2)
    const whole = concatenate(takes.flatMap((take) => [take, gap]))
    const endsMs = takes.map((_, index) => {
      const samples = takes.slice(0, index + 1).reduce((sum, take) => sum + take.length, 0) + index * gap.length
      return (1000 * samples) / RATE_HZ - MARGIN_MS
    })
    const chapter = chapterOf([{ text: SENTENCES.join(' '), startMs: 0, endMs: (1000 * whole.length) / RATE_HZ }])
    const sentences = timeSentences(chapter, await pausesOf(whole), 'en')
    const errorsMs = sentences.slice(0, -1).map(({ endMs }, index) => Math.abs(endMs - endsMs[index]!))
    expect(Math.max(...errorsMs)).toBeLessThan(150)
  })
})

describe('where the voice is heard', () => {
  it('leaves the silence around the speech to no sentence', () => {
    const chapter = chapterOf([{ text: 'He ran. She stayed.', startMs: 1000, endMs: 4000 }])
    const pauses = [
      { startMs: 0, endMs: 1300 },
      { startMs: 2100, endMs: 2500 },
      { startMs: 3700, endMs: 9000 },
    ]
    expect(timeSentences(chapter, pauses, 'en')).toMatchObject([
      { text: 'He ran.', startMs: 1300, endMs: 2100 },
      { text: 'She stayed.', startMs: 2500, endMs: 3700 },
    ])
  })

  it('gives sentences their share where nothing is known of the pauses', () => {
    const chapter = chapterOf([{ text: 'It rains here. It rains here. It rains here.', startMs: 0, endMs: 3000 }])
    const ends = timeSentences(chapter, [], 'en').map(({ endMs }) => Math.round(endMs))
    expect(ends).toEqual([1000, 2000, 3000])
  })

  it('takes a pause at a comma for no sentence end, although it is the longest', () => {
    const text = 'He came into the hall of his fathers that night, and he saw the fire. It was out.'
    const chapter = chapterOf([{ text, startMs: 0, endMs: 5900 }])
    const pauses = [
      { startMs: 2800, endMs: 3500 },
      { startMs: 4700, endMs: 5100 },
    ]
    expect(timeSentences(chapter, pauses, 'en')).toMatchObject([{ endMs: 4700 }, { startMs: 5100 }])
  })
})

it('tells paragraphs, groups and credits apart and shows the words of the book', () => {
  const chapter = chapterOf([
    { text: 'Chapter 4.', displayText: 'CHAPTER IV', role: 'title', ending: 'chapter' },
    { text: 'One. Two.\n“Yes.”“No.”', ending: 'group' },
    { text: 'a long sentence—', ending: 'clause', joinsNext: true },
    { text: 'cut in two', ending: 'sentence' },
  ])
  expect(
    timeSentences(chapter, [], 'en').map(({ text, passageIndex, endsParagraph, endsGroup, joinsNext }) => {
      const marks = [joinsNext ? 'joins' : '', endsParagraph ? 'paragraph' : '', endsGroup ? 'group' : '']
      return [passageIndex, text, ...marks.filter((mark) => mark !== '')]
    }),
  ).toEqual([
    [0, 'CHAPTER IV', 'paragraph', 'group'],
    [1, 'One.'],
    [1, 'Two.', 'paragraph'],
    [1, '“Yes.”', 'joins'],
    [1, '“No.”', 'paragraph', 'group'],
    [2, 'a long sentence—', 'joins'],
    [3, 'cut in two'],
  ])
})

const word = fc.constantFrom('the', 'sea,', 'end.', 'Why?', '“Stop!”', '5', '…', '—', 'x;', '山。水', '👩‍👩‍👧', '\n')
const text = fc
  .tuple(fc.array(word, { maxLength: 40 }), fc.string({ maxLength: 30, unit: 'grapheme' }))
  .map(([words, rest]) => `${words.join(' ')}${rest}`)
const span = fc
  .tuple(fc.nat(9000), fc.nat(800))
  .map(([startMs, lengthMs]): Span => ({ startMs, endMs: startMs + lengthMs }))

it('keeps every word in order and every sentence in its passage, whatever the text and the pauses', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.nat(4000)), { maxLength: 4 }),
      fc.array(span, { maxLength: 30 }),
      fc.constantFrom('en', 'fr', 'zh', '!'),
      (parts, pauses, language) => {
        let atMs = 0
        const passages = parts.map(([words, lengthMs]) => {
          const startMs = atMs
          atMs += lengthMs + 100
          return { text: words, startMs, endMs: startMs + lengthMs }
        })
        const chapter = chapterOf(passages)
        const sentences = timeSentences(chapter, pauses, language)
        let endMs = 0
        for (const sentence of sentences) {
          const passage = chapter.passages[sentence.passageIndex]!
          expect(sentence.startMs).toBeGreaterThanOrEqual(Math.max(endMs, passage.startMs))
          expect(sentence.endMs).toBeGreaterThanOrEqual(sentence.startMs)
          expect(sentence.endMs).toBeLessThanOrEqual(passage.endMs)
          endMs = sentence.endMs
        }
        const bare = (texts: readonly { text: string }[]) =>
          texts
            .map((one) => one.text)
            .join('')
            .replace(/\s/g, '')
        expect(bare(sentences)).toBe(bare(chapter.passages))
      },
    ),
  )
})

/** Where a take begins again in a longer one: the least difference to a piece near its begin. */
function placeOf(take: Float32Array, whole: Float32Array, from: number): number {
  const skipped = Math.round(0.06 * RATE_HZ)
  const piece = take.subarray(skipped, skipped + 2000)
  let best = { at: from, difference: Infinity }
  for (let at = from; at + skipped + piece.length < whole.length; at++) {
    let difference = 0
    for (let index = 0; index < piece.length && difference < best.difference; index += 8) {
      difference += (whole[at + skipped + index]! - piece[index]!) ** 2
    }
    if (difference < best.difference) best = { at, difference }
  }
  return best.at
}

async function pausesOf(samples: Float32Array): Promise<readonly Span[]> {
  const dir = await mkdtemp(join(tmpdir(), 'e3-sentences-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const file = join(dir, 'speech.f32')
  await writeFile(file, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
  const input = ['-f', 'f32le', '-ar', `${RATE_HZ}`, '-ac', '1', '-i', file]
  return (await measureSound({ ffmpeg: await locateFfmpeg(), input, wantsPauses: true })).pauses
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
