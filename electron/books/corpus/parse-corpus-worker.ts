import { readFileSync, writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { readBook } from '../read-book.ts'
import type { CorpusRequest, CorpusResult } from './corpus-files.ts'

/** Text that belongs to the publisher of the file, never to a book; the corpus' own score looks for the same. */
const LEAK = /project\s+gutenberg|gutenberg\.org|gutenberg literary archive|pglaf|full license|small print!/i

parentPort?.on('message', ({ path, name, out }: CorpusRequest) => {
  parentPort?.postMessage(parse(path, name, out))
})

function parse(path: string, name: string, out: string): CorpusResult {
  const bytes = readFileSync(path)
  const cpu = process.cpuUsage()
  const start = performance.now()
  try {
    const book = readBook({ name, bytes })
    const seconds = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(cpu)
    const chapters = book.chapters.map(({ title, kind, part, paragraphs, chunks }) => ({
      title,
      kind,
      part,
      paragraphs: paragraphs.map(({ text }) => text),
      chunks: chunks.map(({ text }) => text),
    }))
    const { title, author, language } = book
    writeFileSync(out, JSON.stringify({ title, author, language, chapters }))
    const lengths = chapters.flatMap(({ chunks }) => chunks.map((chunk) => chunk.length))
    const spoken = chapters.reduce(
      (sum, { paragraphs }) => sum + paragraphs.reduce((all, text) => all + text.length, 0),
      0,
    )
    const skipped = book.skipped.reduce((sum, { characters }) => sum + characters, 0)
    return {
      words: book.words,
      seconds,
      cpuSeconds: (user + system) / 1e6,
      chunks: lengths.length,
      goodChunks: lengths.filter((length) => length >= 300 && length <= 500).length,
      leaks: chapters.filter(({ paragraphs }) => paragraphs.some((text) => LEAK.test(text))).length,
      isAccounted: spoken + skipped === book.sourceCharacters,
      failure: null,
    }
  } catch (error: unknown) {
    const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { words: 0, seconds: 0, cpuSeconds: 0, chunks: 0, goodChunks: 0, leaks: 0, isAccounted: true, failure }
  }
}
