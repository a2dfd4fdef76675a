import { join } from 'node:path'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { makeTones } from '../test-sounds.ts'
import type { TimedSentence } from '../timeline.ts'
import type { ReadAlongChapter, ReadAlongContent } from './read-along.ts'
import { wrapAac } from './wrap-aac.ts'

/** A sentence of a test, half a second after the one before unless it says otherwise. */
export type SaidSentence = Partial<TimedSentence> & { text: string }

/** Sentences with times: each half a second long, with 100 ms between them. */
export function said(...sentences: readonly SaidSentence[]): TimedSentence[] {
  return sentences.map((sentence, index) => ({
    ...{ role: 'text', passageIndex: 0, joinsNext: false, endsParagraph: false, endsGroup: false },
    ...{ startMs: 1000 + index * 600, endMs: 1500 + index * 600 },
    ...sentence,
  }))
}

/** A chapter of a test without sound of its own. */
export function chapterOf(
  sentences: readonly TimedSentence[],
  facts: Partial<ReadAlongChapter> = {},
): ReadAlongChapter {
  return {
    ...{ title: 'One', part: null, hasInventedTitle: false, audioFile: 'one.m4a', durationMs: 8000 },
    ...{ sentences, ...facts },
  }
}

/** A small book with everything that is hard: parts, marks of XML, scene breaks, credits, words without a blank. */
export async function makeContent(ffmpeg: Ffmpeg, dir: string): Promise<ReadAlongContent> {
  const [aac, audioFile, coverFile] = [join(dir, 'sound.aac'), join(dir, 'sound.m4a'), join(dir, 'cover.jpg')]
  await makeTones(ffmpeg, [
    { file: aac, hz: 440, ms: 8000, rateHz: 44_100, codec: ['-c:a', 'aac', '-b:a', '64k', '-f', 'adts'] },
  ])
  const durationMs = await wrapAac(aac, audioFile, ffmpeg)
  await makeCover(ffmpeg, coverFile)
  const first = said(
    { role: 'opening', text: 'A Book, by Somebody.' },
    { role: 'title', text: 'Part I.' },
    { role: 'title', text: 'Salt & "Pepper" <cooked>.' },
    { text: '“Is 1 < 2 & 3 > 2?”', joinsNext: true },
    { text: '“Yes.”', endsParagraph: true },
    { text: 'A \u0001word\u000bof\u{1f600} its own.\ud800', endsParagraph: true, endsGroup: true },
    { text: 'After the\u00a0break.', endsParagraph: true, endsGroup: true },
  )
  const second = said(
    { role: 'title', text: 'Two.' },
    { text: 'The end ', endsParagraph: false },
    { text: 'comes.', endsParagraph: true },
    { role: 'closing', text: 'The end. A Book.' },
  )
  return {
    book: {
      ...{ identifier: 'pg98-narrator_001', title: 'Of <Mice> & "Men"', author: 'Ann & Bob', narrator: 'Slt' },
      ...{ language: 'en', year: 1859, description: 'A & B', source: 'https://example.org/98' },
      modifiedAt: new Date('2026-01-02T03:04:05.678Z'),
    },
    coverFile,
    chapters: [
      chapterOf(first, { title: 'Salt & "Pepper" <cooked>', part: 'Part I', audioFile, durationMs }),
      chapterOf(second, { title: 'Two', part: 'Part I', audioFile, durationMs }),
    ],
  }
}

async function makeCover(ffmpeg: Ffmpeg, file: string): Promise<void> {
  await runFfmpeg(ffmpeg, [
    '-f',
    'lavfi',
    '-i',
    'color=s=60x60',
    '-frames:v',
    '1',
    '-c:v',
    'mjpeg',
    '-f',
    'mjpeg',
    file,
  ])
}
