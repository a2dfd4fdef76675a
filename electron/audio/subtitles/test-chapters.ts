import type { TimedChapter, TimedPassage } from '../timeline.ts'

type Passage = Pick<TimedPassage, 'text'> & Partial<TimedPassage>

/** A chapter of passages spoken one after the other, at `msPerCharacter` and with a second between them. */
export function chapterOf(passages: readonly Passage[], msPerCharacter = 70): TimedChapter {
  let atMs = 1000
  const timed = passages.map((passage, index): TimedPassage => {
    const startMs = atMs
    const endMs = startMs + passage.text.length * msPerCharacter
    atMs = endMs + 1000
    const place = {
      chapterIndex: 1,
      chunkIndex: index + 1,
      source: null,
      key: `${index}`,
      file: `${index}.flac`,
      startMs,
      endMs,
    }
    return { ...place, role: 'text', ending: 'paragraph', ...passage }
  })
  return { index: 1, title: 'Loomings', durationMs: atMs + 1000, passages: timed }
}
