import { rm } from 'node:fs/promises'
import type { ReadAlongBook } from '#electron/audio/read-along/read-along.ts'
import { wrapAac } from '#electron/audio/read-along/wrap-aac.ts'
import { writeReadAlong } from '#electron/audio/read-along/write-read-along.ts'
import { FIXED_DATE, type UnnamedProduct } from './product.ts'
import type { Recipe } from './recipe.ts'
import { trackKeys } from './sound-products.ts'
import { sentencesOf, wordFacts } from './subtitle-products.ts'

/** The share of the work that wrapping the chapters' sound is. */
const WRAPPING_SHARE = 0.3

/** The book as text that is highlighted while it is spoken. */
export function readAlongProduct(recipe: Recipe): UnnamedProduct {
  const chapters = recipe.tracks.filter(({ kind }) => kind === 'chapter')
  return {
    role: 'part',
    extension: 'epub',
    ...{ kind: 'epub', title: recipe.tags.title, chapterIndex: null },
    facts: {
      ...wordFacts(chapters, recipe),
      sound: trackKeys(chapters, 'aac', recipe),
      tags: recipe.tags,
      cover: recipe.cover?.key ?? null,
    },
    needs: chapters.map((track) => ({ track, codecs: ['aac'], needsPauses: true })),
    make: async (output, context) => {
      const { ffmpeg, soundOf, embeddedCover, signal, onProgress } = context
      const wrapped: { audioFile: string; durationMs: number }[] = []
      for (const [index, track] of chapters.entries()) {
        signal?.throwIfAborted()
        const audioFile = `${output}-${index}.m4a`
        const durationMs = await wrapAac(soundOf(track, 'aac'), audioFile, ffmpeg, { signal })
        wrapped.push({ audioFile, durationMs })
        onProgress?.((WRAPPING_SHARE * (index + 1)) / chapters.length)
      }
      const { durationMs } = await writeReadAlong({
        output,
        book: bookOf(recipe),
        coverFile: embeddedCover,
        chapters: chapters.map((track, index) => ({
          ...{ title: track.title, part: track.part, hasInventedTitle: track.hasInventedTitle },
          sentences: sentencesOf(track, context),
          ...(wrapped[index] ?? { audioFile: '', durationMs: 0 }),
        })),
        signal,
        onProgress: (value) => onProgress?.(WRAPPING_SHARE + (1 - WRAPPING_SHARE) * value),
      })
      await Promise.all(wrapped.map(({ audioFile }) => rm(audioFile)))
      return durationMs
    },
  }
}

function bookOf({ bookId, narratorId, tags }: Recipe): ReadAlongBook {
  const { title, author, narrator, language, year, description } = tags
  return {
    ...{ identifier: `${bookId}-${narratorId}`, title, author, narrator, language, year, description },
    // A catalogue's address would carry its trademark into what is sold.
    source: null,
    modifiedAt: FIXED_DATE,
  }
}
