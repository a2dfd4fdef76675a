import type { TitleCard } from '#shared/models/title-card.ts'

let made = 0

/** A title for tests; the later made, the later added. */
export function titleCard(changes: Partial<TitleCard> = {}): TitleCard {
  made += 1
  return {
    bookId: `pg${made}`,
    title: `Title ${made}`,
    author: 'Jane Austen',
    genre: null,
    language: 'en',
    publicationYear: null,
    addedAt: new Date(Date.UTC(2026, 0, 1, 0, made)).toISOString(),
    words: 1000,
    chapters: 3,
    narratorId: null,
    stage: 'needsNarrator',
    production: null,
    troubles: 0,
    coverVersion: '1',
    ...changes,
  }
}
