import { sql, type SQL } from 'drizzle-orm'

/** More words narrow nothing down any further, and each costs time. */
const MOST_WORDS = 8

/** A search as the index understands it. */
export interface TitleMatch {
  /** An FTS5 expression. */
  words: string
  /** What was typed, in case it is an id or a number. */
  exact: string
}

/** What a producer typed as a search; null without a letter or digit. */
export function matchOf(text: string): TitleMatch | null {
  // What is no letter, digit or mark would be syntax to FTS5; the index has none of it either.
  const words = text.normalize('NFC').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)
  if (words === null) return null
  const prefixes = words.slice(0, MOST_WORDS).map((word) => `"${word}"*`)
  return { words: prefixes.join(' AND '), exact: text.trim() }
}

/** Title counts more than author, and author more than genre; the lower bm25 the better. */
export const SEARCH_QUERY = ({ words, exact, limit }: TitleMatch & { limit: number }): SQL => sql`
  WITH found AS (
    SELECT rowid AS id, bm25(titles_search, 10.0, 5.0, 2.0, 1.0) AS rank FROM titles_search WHERE titles_search MATCH ${words}
    UNION ALL
    SELECT id, -1e9 FROM titles WHERE book_id IN (${exact}, lower(${exact}), 'pg' || ${exact})
  )
  SELECT t.book_id AS bookId FROM found JOIN titles t ON t.id = found.id
  WHERE t.removed_at IS NULL GROUP BY t.id ORDER BY min(found.rank), t.title, t.id LIMIT ${limit}`
