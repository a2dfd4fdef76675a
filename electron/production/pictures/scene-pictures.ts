import type { Picture, PictureFile } from '#electron/database/repositories/picture.ts'
import type { ProductionServices } from '../step.ts'
import { bestOf } from './title-cover.ts'

/** A scene of a book with the picture that is used for it. */
export interface ScenePicture {
  chapterIndex: number
  /** The paragraph that it is shown from on, counted from 1. */
  paragraphIndex: number
  file: PictureFile
}

/** The pictures of a book's scenes in reading order: of each place the one that was chosen, else the first that is there. */
export function scenePictures(
  { pictures }: Pick<ProductionServices['database'], 'pictures'>,
  bookId: string,
): ScenePicture[] {
  const places = new Map<string, Picture[]>()
  for (const picture of pictures.list(bookId, 'scene')) {
    const key = `${picture.chapterIndex} ${picture.paragraphIndex}`
    places.set(key, [...(places.get(key) ?? []), picture])
  }
  return [...places.values()]
    .flatMap((candidates) => {
      const best = bestOf(candidates)
      const file = best?.file ?? null
      if (best === null || file === null) return []
      return { chapterIndex: best.chapterIndex, paragraphIndex: best.paragraphIndex, file }
    })
    .sort((a, b) => a.chapterIndex - b.chapterIndex || a.paragraphIndex - b.paragraphIndex)
}
