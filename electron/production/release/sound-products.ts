import { encodingKey } from '#electron/audio/chapter-cache.ts'
import { codecMark, type Codec } from '#electron/audio/codec.ts'
import {
  finishM4b,
  finishMp3,
  finishMp3Part,
  finishTagged,
  type EncodedChapter,
  type FinishContext,
} from '#electron/audio/finish-files.ts'
import type { MakeContext, ProductFacts, UnnamedProduct } from './product.ts'
import { partTitle, type Part } from './parts.ts'
import type { Recipe, Track } from './recipe.ts'

/** One file a part: M4B, or MP3 with chapter marks. */
export function partProduct(kind: 'm4b' | 'mp3-parts', part: Part, recipe: Recipe): UnnamedProduct {
  const codec = kind === 'm4b' ? 'aac' : 'mp3'
  const title = partTitle(part, recipe)
  return {
    role: 'part',
    extension: kind === 'm4b' ? 'm4b' : 'mp3',
    ...{ kind, title, chapterIndex: null },
    facts: { ...soundFacts(part.tracks, codec, recipe), place: [part.index, part.count] },
    needs: part.tracks.map((track) => ({ track, codecs: [codec], needsPauses: false })),
    make: async (output, context) => {
      const chapters = part.tracks.map((track) => encoded(track, codec, context))
      const finish = finishContext(context)
      const made =
        kind === 'm4b'
          ? await finishM4b(output, chapters, part, finish)
          : await finishMp3Part(output, chapters, { ...part, title }, finish)
      return made.durationMs
    },
  }
}

/** One file a chapter, credit or sample. */
export function trackProduct(
  kind: 'mp3' | 'flac' | 'opus',
  track: Track,
  place: { index: number; count: number },
  recipe: Recipe,
): UnnamedProduct {
  return {
    role: track.kind,
    extension: kind,
    ...{ kind, title: track.title, chapterIndex: track.chapterIndex },
    facts: { ...soundFacts([track], kind, recipe), place: [place.index, place.count] },
    needs: [{ track, codecs: [kind], needsPauses: false }],
    make: async (output, context) => {
      const chapter = { ...encoded(track, kind, context), ...place }
      const finish = finishContext(context)
      const made =
        kind === 'mp3' ? await finishMp3(output, chapter, finish) : await finishTagged(kind, output, chapter, finish)
      return made.durationMs
    },
  }
}

/** What the sound of some tracks is made from. */
export function trackKeys(tracks: readonly Track[], codec: Codec, { settings }: Recipe): string[] {
  return tracks.map(({ plan, trim }) => `${encodingKey(plan, settings, trim)}${codecMark(codec, settings)}`)
}

function soundFacts(tracks: readonly Track[], codec: Codec, recipe: Recipe): ProductFacts {
  return {
    sound: trackKeys(tracks, codec, recipe),
    titles: tracks.map(({ title }) => title),
    tags: [recipe.tags, recipe.profile.tags],
    cover: recipe.cover?.key ?? null,
  }
}

function encoded(track: Track, codec: Codec, { soundOf }: MakeContext): EncodedChapter {
  return { title: track.title, file: soundOf(track, codec) }
}

function finishContext({ ffmpeg, recipe, embeddedCover, signal }: MakeContext): FinishContext {
  const { tags, profile, settings } = recipe
  return { ffmpeg, tags, isShort: profile.tags === 'short', coverFile: embeddedCover, settings, signal }
}
