import { copyFile, writeFile } from 'node:fs/promises'
import { drawThumbnail } from '#electron/audio/video/draw-thumbnail.ts'
import { AppError } from '#shared/models/app-error.ts'
import { audiobookshelfFiles } from './kits/audiobookshelf-kit.ts'
import type { KitChapter } from './kits/chapter-list.ts'
import { FEED_BASE_URL, feedFiles } from './kits/feed-kit.ts'
import type { KitFile } from './kits/kit-text.ts'
import { youtubeKit } from './kits/youtube-kit.ts'
import { clockCodec, partMarks } from './part-clock.ts'
import { partsOf } from './parts.ts'
import { FIXED_DATE, madeFrom, type MakeContext, type Product, type UnnamedProduct } from './product.ts'
import type { Recipe } from './recipe.ts'

const COVER_NAME = 'cover.jpg'
const THUMBNAIL_NAME = 'thumbnail.jpg'

/** The square cover beside the sound, in the size that the profile asks for. */
export function coverProducts({ profile, cover }: Recipe): UnnamedProduct[] {
  const { coverPx } = profile
  if (coverPx === null || cover === null) return []
  const product = sideFile(COVER_NAME, 'cover', { cover: cover.key, coverPx })
  return [
    {
      ...product,
      make: async (output, { coverAt }) => {
        await copyFile(await coverAt(coverPx), output)
        return null
      },
    },
  ]
}

/** What an upload to YouTube wants beside the video. */
export function thumbnailProducts({ profile, thumbnail, tags }: Recipe): UnnamedProduct[] {
  if (profile.layout !== 'youtube' || thumbnail === null) return []
  const { title, author } = tags
  return [
    {
      ...sideFile(THUMBNAIL_NAME, 'thumbnail', { cover: thumbnail.key, tags: [title, author] }),
      make: async (output, { ffmpeg, signal }) => {
        await drawThumbnail(output, { pictureFile: thumbnail.file, title, author }, { ffmpeg, signal })
        return null
      },
    },
  ]
}

/** Texts that go with the files of a layout; they are written last, since they name the others with their sizes. */
export function kitProducts(recipe: Recipe, others: readonly Product[]): UnnamedProduct[] {
  const { layout } = recipe.profile
  if (layout === 'flat') return []
  const parts = partsOf(recipe)
  const names =
    layout === 'youtube'
      ? parts.flatMap(({ index }) => [`youtube-part-${index}.txt`, `youtube-part-${index}.json`])
      : layout === 'feed'
        ? ['feed.xml', 'README.txt']
        : ['metadata.json', 'metadata.opf', 'desc.txt', 'reader.txt']
  const facts = {
    others: others.map((other) => [other.file, madeFrom(other)]),
    tags: [recipe.tags, recipe.genre],
    layout,
  }
  const clock = clockCodec(recipe)
  const codecs = clock === null ? [] : [clock]
  const needs = parts.flatMap(({ tracks }) => tracks.map((track) => ({ track, codecs, needsPauses: false })))
  return names.map((name) => ({
    ...sideFile(name, 'text', facts),
    needs,
    isSummary: true,
    make: async (output, context) => {
      const kit = await kitFiles(context, others)
      const text = kit.find(({ file }) => file === name)?.text
      if (text === undefined) throw new AppError('release.kitIncomplete', `There is nothing to write into ${name}.`)
      await writeFile(output, text)
      return null
    },
  }))
}

function sideFile(
  name: string,
  kind: UnnamedProduct['kind'],
  facts: UnnamedProduct['facts'],
): Omit<UnnamedProduct, 'make'> {
  const extension = name.slice(name.lastIndexOf('.') + 1)
  return { role: 'file', extension, kind, title: name, chapterIndex: null, facts, needs: [] }
}

async function kitFiles(context: MakeContext, others: readonly Product[]): Promise<KitFile[]> {
  const { recipe } = context
  const { genre, profile } = recipe
  // The description of sound files says by whom it is read, which each kit says in words of its own.
  const tags = { ...recipe.tags, description: null }
  const parts = partsOf(recipe)
  const marks = await Promise.all(parts.map((part) => partMarks(part, context)))
  const fileOf = (kind: Product['kind'], index: number): string | null =>
    others.filter((other) => other.kind === kind && other.role === 'part')[index]?.file ?? null
  const voice = 'ai-voice'
  if (profile.layout === 'audiobookshelf') return audiobookshelfFiles({ tags, genre, voice, chapters: inARow(marks) })
  if (profile.layout === 'youtube') {
    const cover = others.find(({ kind }) => kind === 'thumbnail')?.file ?? null
    return youtubeKit(
      { tags, genre, voice, isPublicDomain: recipe.isPublicDomain },
      parts.map(({ index, count }, place) => ({
        ...{ index, count, durationMs: marks[place]?.at(-1)?.endMs ?? 0, chapters: marks[place] ?? [] },
        ...{ videoFile: fileOf('video', place), thumbnailFile: cover, subtitleFile: fileOf('srt', place) },
      })),
    )
  }
  const coverFile = others.find(({ kind }) => kind === 'cover')?.file ?? null
  const book = { tags, voice, baseUrl: FEED_BASE_URL, coverFile, publishedAt: FIXED_DATE } as const
  const sounds = others.filter(({ kind }) => kind === 'mp3')
  return feedFiles(
    book,
    sounds.map((sound) => ({
      ...{ title: sound.title, file: sound.file, mediaType: 'audio/mpeg' },
      ...{ sizeBytes: context.entryOf(sound)?.sizeBytes ?? 0, durationMs: context.entryOf(sound)?.durationMs ?? 0 },
      guid: `${recipe.bookId}-${recipe.narratorId}-${sound.chapterIndex ?? sound.title}`,
      subtitleFile:
        others.find(({ kind, chapterIndex }) => kind === 'vtt' && chapterIndex === sound.chapterIndex)?.file ?? null,
    })),
  )
}

/** The chapters of all parts in the time of one after the other. */
function inARow(parts: readonly (readonly KitChapter[])[]): KitChapter[] {
  let offsetMs = 0
  return parts.flatMap((chapters) => {
    const shifted = chapters.map(({ title, startMs, endMs }) => ({
      title,
      startMs: startMs + offsetMs,
      endMs: endMs + offsetMs,
    }))
    offsetMs += chapters.at(-1)?.endMs ?? 0
    return shifted
  })
}
