import type { PictureCard } from '#shared/models/picture.ts'

/** A finished candidate for a cover. */
export function testPicture(changes: Partial<PictureCard> & { id: number }): PictureCard {
  return {
    bookId: 'pg98',
    kind: 'cover',
    chapterIndex: 0,
    paragraphIndex: 0,
    status: 'done',
    prompt: 'A road to the sea',
    styleId: 'gothic',
    seed: 7,
    workflowLabel: 'Cover',
    origin: 'drawn',
    isChosen: false,
    widthPx: 1400,
    heightPx: 1400,
    version: 'a',
    error: null,
    createdAt: '2026-11-22T10:00:00.000Z',
    ...changes,
  }
}
