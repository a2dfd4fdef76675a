import { writeFile } from 'node:fs/promises'
import type { Cue } from '#electron/audio/subtitles/cue.ts'
import { shiftCues } from '#electron/audio/subtitles/cue.ts'
import { cuesOf } from '#electron/audio/subtitles/cues-of.ts'
import { readSubtitles } from '#electron/audio/subtitles/read-subtitles.ts'
import { subtitleFaults } from '#electron/audio/subtitles/subtitle-faults.ts'
import { timeSentences } from '#electron/audio/subtitles/time-sentences.ts'
import { srt, vtt } from '#electron/audio/subtitles/write-subtitles.ts'
import type { TimedSentence } from '#electron/audio/timeline.ts'
import { AppError } from '#shared/models/app-error.ts'
import { clockCodec, partMarks } from './part-clock.ts'
import type { Part } from './parts.ts'
import type { MakeContext, ProductFacts, UnnamedProduct } from './product.ts'
import type { Recipe, Track } from './recipe.ts'
import { trackKeys } from './sound-products.ts'

type SubtitleFormat = 'srt' | 'vtt'

/** Raise it when sentences are timed or cut into subtitles in another way. */
const SUBTITLE_RULES = 1

/** The subtitles of one chapter, in its own time. */
export function trackSubtitles(kind: SubtitleFormat, track: Track, recipe: Recipe): UnnamedProduct {
  return {
    role: track.kind,
    extension: kind,
    ...{ kind, title: track.title, chapterIndex: track.chapterIndex },
    facts: wordFacts([track], recipe),
    needs: [{ track, codecs: [], needsPauses: true }],
    make: async (output, context) => {
      const timed = trackCues(track, context)
      await writeCues(kind, output, timed, track.title, recipe)
      return timed.durationMs
    },
  }
}

/** The subtitles of one part, in the time of its sound. */
export function partSubtitles(kind: SubtitleFormat, part: Part, recipe: Recipe): UnnamedProduct {
  const codec = clockCodec(recipe)
  return {
    role: 'part',
    extension: kind,
    ...{ kind, title: recipe.tags.title, chapterIndex: null },
    facts: { ...wordFacts(part.tracks, recipe), clock: codec === null ? null : trackKeys(part.tracks, codec, recipe) },
    needs: part.tracks.map((track) => ({ track, codecs: codec === null ? [] : [codec], needsPauses: true })),
    make: async (output, context) => {
      const timed = await partCues(part, context)
      await writeCues(kind, output, timed, recipe.tags.title, recipe)
      return timed.durationMs
    },
  }
}

/** Cues, the words that they must say, and how long their sound is. */
interface TimedCues {
  cues: readonly Cue[]
  texts: readonly string[]
  durationMs: number
}

/** All cues of a part in the time of its sound. */
export async function partCues(part: Part, context: MakeContext): Promise<TimedCues> {
  const marks = await partMarks(part, context)
  const timed = part.tracks.map((track) => trackCues(track, context))
  return {
    cues: timed.flatMap(({ cues }, index) => shiftCues(cues, marks[index]?.startMs ?? 0)),
    texts: timed.flatMap(({ texts }) => texts),
    durationMs: marks.at(-1)?.endMs ?? 0,
  }
}

/** The sentences of a track where they are heard. */
export function sentencesOf(track: Track, { recipe, analysisOf }: MakeContext): TimedSentence[] {
  return timeSentences(track.words, analysisOf(track).pauses, recipe.tags.language)
}

/** What words and their times are made from. */
export function wordFacts(tracks: readonly Track[], { tags }: Recipe): ProductFacts {
  return {
    words: tracks.map(({ words }) =>
      words.passages.map((passage) => [
        ...[passage.key, passage.startMs, passage.endMs, passage.ending],
        ...[passage.text, passage.displayText ?? null, passage.joinsNext ?? false],
      ]),
    ),
    rules: SUBTITLE_RULES,
    titles: tracks.map(({ title }) => title),
    tags: [tags.title, tags.language],
  }
}

function trackCues(track: Track, context: MakeContext): TimedCues {
  const { pauses } = context.analysisOf(track)
  const { durationMs } = track.words
  const sentences = sentencesOf(track, context)
  // Credits are not the book's words.
  const shown = sentences.filter(({ role }) => role === 'title' || role === 'text')
  return { cues: cuesOf(sentences, { pauses, endMs: durationMs }), texts: shown.map(({ text }) => text), durationMs }
}

/** Reads back what it has written: `media.fileIncomplete` says what is wrong with it. */
async function writeCues(
  kind: SubtitleFormat,
  output: string,
  { cues, texts, durationMs }: TimedCues,
  title: string,
  { tags }: Recipe,
): Promise<void> {
  const text = kind === 'srt' ? srt(cues) : vtt(cues, { title, language: tags.language })
  await writeFile(output, text)
  const [fault] = subtitleFaults(readSubtitles(text), { durationMs, texts })
  if (fault !== undefined) {
    throw new AppError('media.fileIncomplete', `The subtitles of “${title}” are not as planned: ${fault.message}`)
  }
}
