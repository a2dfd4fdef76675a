import { sql } from 'drizzle-orm'
import type { ProductionStatus } from '#shared/models/production.ts'
import type { TitleCard, TitleStage } from '#shared/models/title-card.ts'

/** A row of `CARD_QUERY`; what comes of the production is null where there is none. */
export interface CardRow {
  bookId: string
  title: string
  author: string
  genre: string | null
  language: string
  publicationYear: number | null
  addedAt: string
  words: number | null
  chapters: number | null
  narratorId: string | null
  isComplete: 0 | 1
  sourceSha256: string | null
  productionId: number | null
  status: ProductionStatus | null
  productionNarratorId: string | null
  coverPath: string | null
  /** Of the picture that stands for it, by the order of `bestOf` in `electron/production/pictures`. */
  pictureSha256: string | null
  chunksFailed: number
}

/** Every title on the shelf with its latest production that was not cancelled; ends in a condition, so that another can follow. */
export const CARD_QUERY = sql`
  SELECT t.book_id AS bookId, t.title, t.author, t.genre, t.language, t.publication_year AS publicationYear,
    t.created_at AS addedAt, t.words, t.chapters, t.audiobook_narrator_id AS narratorId,
    t.audiobook_complete AS isComplete, t.source_sha256 AS sourceSha256,
    p.id AS productionId, p.status, p.narrator_id AS productionNarratorId,
    CASE WHEN json_valid(p.metadata) THEN p.metadata ->> '$.coverPath' END AS coverPath,
    (SELECT c.sha256 FROM pictures c
      WHERE c.book_id = t.book_id AND c.kind = 'cover' AND c.path IS NOT NULL AND c.removed_at IS NULL
      ORDER BY c.is_chosen DESC, CASE c.origin WHEN 'book' THEN 0 WHEN 'uploaded' THEN 1 ELSE 2 END, c.id LIMIT 1
    ) AS pictureSha256,
    (SELECT count(*) FROM chunks c WHERE c.production_id = p.id AND c.status = 'failed') AS chunksFailed
  FROM titles t LEFT JOIN audiobook_production p ON p.id = (
    SELECT max(id) FROM audiobook_production WHERE book_id = t.book_id AND status <> 'cancelled'
  )
  WHERE t.removed_at IS NULL`

/** What a row says in the words of the window. */
export function toCard(row: CardRow): TitleCard {
  const { bookId, title, author, genre, language, publicationYear, addedAt, words, chapters, narratorId } = row
  const facts = { bookId, title, author, genre, language, publicationYear, addedAt, words, chapters, narratorId }
  return {
    ...facts,
    stage: stageOf(row),
    production: productionOf(row),
    troubles: row.status === 'failed' ? Math.max(1, row.chunksFailed) : row.chunksFailed,
    coverVersion: shortHash(JSON.stringify([title, author, row.coverPath, row.pictureSha256, row.sourceSha256])),
  }
}

/** A second narrator's production is under way although the first one's audiobook is complete: that is news. */
function stageOf({ status, isComplete }: CardRow): TitleStage {
  if (status === 'completed' || (status === null && isComplete === 1)) return 'readyToRelease'
  return status === null ? 'needsNarrator' : 'inProduction'
}

function productionOf(row: CardRow): TitleCard['production'] {
  const { productionId: id, status, productionNarratorId: narratorId } = row
  if (id === null || status === null || narratorId === null) return null
  return { id, status, narratorId }
}

/** 64 bits in hex, by two multiplicative hashes: SHA-256 would take 10 ms more for 10,000 cards. */
function shortHash(text: string): string {
  let [one, other] = [0xdeadbeef, 0x41c6ce57]
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place)
    one = Math.imul(one ^ unit, 2654435761)
    other = Math.imul(other ^ unit, 1597334677)
  }
  const mixed = [Math.imul(one ^ (one >>> 16), 2246822507), Math.imul(other ^ (other >>> 16), 3266489909)]
  return mixed.map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('')
}
