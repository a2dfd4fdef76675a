import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutChapter } from './lay-out-chapter.ts'
import { chapterOf, said } from './test-read-along.ts'

describe('layOutChapter', () => {
  it('lets a clip last until the next begins, and the last one to the end of the sound', () => {
    const { clips, durationMs } = layOutChapter(chapterOf(said({ text: 'One.' }, { text: 'Two.' })), null)
    expect(clips).toEqual([
      { fragmentId: 's1', beginMs: 1000, endMs: 1600 },
      { fragmentId: 's2', beginMs: 1600, endMs: 8000 },
    ])
    expect(durationMs).toBe(7000)
  })

  it('shows no credits and lets them end a clip', () => {
    const sentences = said({ role: 'opening', text: 'By me.' }, { text: 'One.' }, { role: 'closing', text: 'End.' })
    const layout = layOutChapter(chapterOf(sentences), null)
    expect(layout.paragraphs.flat().map(({ text }) => text)).toEqual(['One.'])
    expect(layout.clips).toEqual([{ fragmentId: 's1', beginMs: 1600, endMs: 2200 }])
  })

  it('highlights a heading of several sentences as one', () => {
    const sentences = said({ role: 'title', text: 'Book 2.' }, { role: 'title', text: 'Chapter 1.' }, { text: 'One.' })
    const layout = layOutChapter(chapterOf(sentences, { part: 'BOOK II', title: 'CHAPTER I' }), 'BOOK I')
    expect([layout.part, layout.title]).toEqual(['BOOK II', 'CHAPTER I'])
    expect(layout.clips[0]).toEqual({ fragmentId: 'heading', beginMs: 1000, endMs: 2200 })
  })

  it('shows a part once, and no title that the book does not have', () => {
    const chapter = chapterOf(said({ text: 'One.' }), { part: 'BOOK I', hasInventedTitle: true })
    expect(layOutChapter(chapter, null)).toMatchObject({ part: 'BOOK I', title: null })
    expect(layOutChapter(chapter, 'BOOK I')).toMatchObject({ part: null, title: null })
  })

  it('breaks scenes between paragraphs only, and parts sentences as the book does', () => {
    const sentences = said(
      { text: '“Yes.”', joinsNext: true },
      { text: '“No.”' },
      { text: 'Why?', endsParagraph: true, endsGroup: true },
      { text: ' \u0002 ', endsParagraph: true },
      { text: 'So.', endsParagraph: true, endsGroup: true },
    )
    const { paragraphs, breaksAfter } = layOutChapter(chapterOf(sentences), null)
    expect(paragraphs.map((fragments) => fragments.map((fragment) => fragment.hasBlankBefore))).toEqual([
      [false, false, true],
      [false],
    ])
    expect([...breaksAfter]).toEqual([0])
  })

  it('never overlaps clips, leaves none empty and keeps them in the sound, whatever the times', () => {
    const lengths = fc.array(fc.record({ gap: fc.double({ min: 0, max: 3, noNaN: true }), ms: fc.nat(900) }), {
      minLength: 1,
    })
    fc.assert(
      fc.property(lengths, fc.double({ min: 0, max: 20_000, noNaN: true }), (pieces, durationMs) => {
        let at = 0
        const times = pieces.map(({ gap, ms }) => ({ text: 'A.', startMs: (at += gap), endMs: (at += ms) }))
        const { clips } = layOutChapter(chapterOf(said(...times), { durationMs }), null)
        let earliestMs = 0
        for (const { beginMs, endMs } of clips) {
          expect(beginMs).toBeGreaterThanOrEqual(earliestMs)
          expect(endMs).toBeGreaterThan(beginMs)
          earliestMs = endMs
        }
        expect(earliestMs).toBeLessThanOrEqual(durationMs)
      }),
    )
  })
})
