import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shiftCues, type Cue } from './cue.ts'
import { readSubtitles } from './read-subtitles.ts'
import { subtitleFaults } from './subtitle-faults.ts'
import { srt, vtt } from './write-subtitles.ts'

const CUES: Cue[] = [
  { startMs: 0, endMs: 1999.6, lines: ['Tom & <i>Jerry</i> --> here'] },
  { startMs: 36_000_000, endMs: 36_001_500.2, lines: ['One,', 'two.'] },
]
const FACTS = { title: 'Up --> down\nand <up>', language: 'en' }

it('writes SRT with numbers from 1, commas and hours beyond ten', () => {
  expect(srt(shiftCues(CUES, 324_000_000))).toBe(
    '1\n90:00:00,000 --> 90:00:02,000\nTom & <i>Jerry</i> --> here\n\n2\n100:00:00,000 --> 100:00:01,500\nOne,\ntwo.\n',
  )
})

it('writes WebVTT that no text can break', () => {
  expect(vtt(CUES, FACTS)).toBe(
    'WEBVTT\nKind: subtitles\nLanguage: en\n\nNOTE Up --&gt; down and &lt;up&gt;\n\n' +
      '00:00:00.000 --> 00:00:02.000\nTom &amp; &lt;i&gt;Jerry&lt;/i&gt; --&gt; here\n\n' +
      '10:00:00.000 --> 10:00:01.500\nOne,\ntwo.\n',
  )
})

describe('read back', () => {
  const line = fc
    .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
    .map((text) => text.replace(/[\s\p{Cc}]+/gu, '') || '&amp;')
  const cues = fc
    .array(
      fc.tuple(fc.nat(5_000_000), fc.integer({ min: 1, max: 7000 }), fc.array(line, { minLength: 1, maxLength: 2 })),
    )
    .map((list) => {
      let atMs = 0
      return list.map(([pauseMs, lengthMs, lines]): Cue => {
        const startMs = atMs + pauseMs
        atMs = startMs + lengthMs
        return { startMs, endMs: atMs, lines }
      })
    })

  it('gives the same cues, whatever they say and whichever line ends a program makes of them', () => {
    fc.assert(
      fc.property(cues, fc.constantFrom('\n', '\r\n'), (list, lineEnd) => {
        expect(readSubtitles(srt(list).replaceAll('\n', lineEnd))).toEqual(list)
        expect(readSubtitles(`\ufeff${vtt(list, FACTS).replaceAll('\n', lineEnd)}`)).toEqual(list)
      }),
    )
  })

  it('names what is damaged', () => {
    expect(() => readSubtitles('1\n00:00:01,000 -> 00:00:02,000\nOne.\n')).toThrow(
      expect.objectContaining({ code: 'subtitle.damaged', message: expect.stringContaining('Block 1') as string }),
    )
  })
})

it('finds every fault', () => {
  const cues: Cue[] = [
    { startMs: 0, endMs: 1000, lines: ['One.'] },
    { startMs: 900, endMs: 1500, lines: ['Two.'] },
    { startMs: 800, endMs: 2000, lines: [' '] },
    { startMs: 3000, endMs: 3000, lines: ['Three.'] },
    { startMs: 4000, endMs: 6000, lines: ['Four.'] },
  ]
  const faults = subtitleFaults(cues, { durationMs: 5000, texts: ['One. Two. Three.'] })
  expect(faults.map(({ kind, cue }) => [cue, kind])).toEqual([
    [2, 'overlap'],
    [3, 'empty'],
    [3, 'backwards'],
    [4, 'backwards'],
    [5, 'beyondEnd'],
    [0, 'words'],
  ])
})
