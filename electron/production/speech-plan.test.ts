import { describe, expect, it } from 'vitest'
import type { Chapter } from '#shared/models/book.ts'
import { planKey, planSpeech, type Voice } from './speech-plan.ts'

const voice: Voice = {
  workflowId: 'T2S_x',
  workflowVersion: 'v1',
  inputs: { voice: 'slt', speed: 1 },
  sample: null,
  hasSeed: true,
}
const credits = { title: 'Emma', author: 'Jane Austen', narrator: 'Clara', language: 'en' }

function chapter(index: number, title: string, texts: string[]): Chapter {
  const chunks = texts.map((text, at) => ({
    text,
    source: { start: at * 10, end: at * 10 + 9 },
    ending: 'paragraph' as const,
    firstParagraph: at,
    lastParagraph: at,
  }))
  return { index, title, part: null, kind: 'chapter', hasInventedTitle: false, paragraphs: [], chunks, words: 2 }
}

const plan = (chapters: Chapter[], overrides: { voice?: Voice; shouldAnnounceChapters?: boolean } = {}) =>
  planSpeech({ chapters, credits, voice, shouldAnnounceChapters: true, ...overrides })

describe('planSpeech', () => {
  it('frames the announced chapters with the credits, in the order in which they are heard', async () => {
    const planned = await plan([chapter(1, 'I', ['One.', 'Two.']), chapter(3, 'II', ['Three.'])])
    expect(planned.map(({ chapterIndex, chunkIndex, role, text }) => [chapterIndex, chunkIndex, role, text])).toEqual([
      [0, 1, 'opening', 'Emma, by Jane Austen, narrated by Clara.'],
      [1, 1, 'title', '1.'],
      [1, 2, 'text', 'One.'],
      [1, 3, 'text', 'Two.'],
      [3, 1, 'title', '2.'],
      [3, 2, 'text', 'Three.'],
      [4, 1, 'closing', 'The end. Emma, by Jane Austen, narrated by Clara.'],
    ])
  })

  it('does not announce a chapter that is called like the book, which the opening has just named', async () => {
    const planned = await plan([chapter(1, 'EMMA.', ['One.'])])
    expect(planned.map(({ role }) => role)).toEqual(['opening', 'text', 'closing'])
  })

  it('gives equal text in an equal voice one key, wherever it stands', async () => {
    const [, first, second] = await plan([chapter(1, 'a', ['Same.', 'Same.'])], { shouldAnnounceChapters: false })
    expect(first?.audioKey).toBe(second?.audioKey)
    expect(first?.seed).toBe(second?.seed)
  })

  it.each<[string, Partial<Voice>]>([
    ['workflow version', { workflowVersion: 'v2' }],
    ['parameter', { inputs: { voice: 'slt', speed: 1.1 } }],
    ['voice sample', { sample: { path: 'foundry/narrators/a.flac', sha256: 'abc', text: null } }],
    ['words of the sample', { sample: { path: 'foundry/narrators/a.flac', sha256: 'abc', text: 'One.' } }],
  ])('changes the key with the %s', async (_, change) => {
    const [before] = await plan([chapter(1, 'a', ['One.'])])
    const [after] = await plan([chapter(1, 'a', ['One.'])], { voice: { ...voice, ...change } })
    expect(after?.audioKey).not.toBe(before?.audioKey)
  })

  it('does not change the key when a voice sample lies elsewhere', async () => {
    const keyAt = async (path: string) =>
      planKey(
        await plan([chapter(1, 'a', ['One.'])], { voice: { ...voice, sample: { path, sha256: 'abc', text: null } } }),
      )
    expect(await keyAt('foundry/narrators/a.flac')).toBe(await keyAt('samples/anna.flac'))
  })

  it('does not depend on the order in which parameters were written', async () => {
    const swapped = { ...voice, inputs: { speed: 1, voice: 'slt' } }
    const chapters = [chapter(1, 'a', ['One.'])]
    expect(planKey(await plan(chapters, { voice: swapped }))).toBe(planKey(await plan(chapters)))
  })

  it('draws seeds that every speech node takes: never 0, below 2^31', async () => {
    const planned = await plan([
      chapter(
        1,
        'a',
        Array.from({ length: 200 }, (_, at) => `Sentence ${at}.`),
      ),
    ])
    for (const { seed } of planned) {
      expect(seed).toBeGreaterThan(0)
      expect(seed).toBeLessThanOrEqual(0x7fffffff)
    }
  })
})
