import { readFileSync, writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import type { Book } from '#shared/models/book.ts'
import { readBook } from '../read-book.ts'
import type { CorpusRequest, CorpusResult } from './corpus-files.ts'

/** Text that belongs to the publisher of the file, never to a book; the corpus' own score looks for the same. */
const LEAK = /project\s+gutenberg|gutenberg\.org|gutenberg literary archive|pglaf|full license|small print!/i

/** The book read last: it is written on request only, so that writing does not count as memory of reading. */
let last: Book | null = null

parentPort?.on('message', (request: CorpusRequest) => {
  if (request.task === 'read') parentPort?.postMessage(read(request.path, request.name))
  else {
    if (last !== null) writeFileSync(request.out, JSON.stringify(neutralForm(last)))
    parentPort?.postMessage(null)
  }
})

function read(path: string, name: string): CorpusResult {
  last = null
  const bytes = readFileSync(path)
  const cpu = process.cpuUsage()
  const start = performance.now()
  try {
    last = readBook({ name, bytes })
  } catch (error: unknown) {
    const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { words: 0, seconds: 0, cpuSeconds: 0, chunks: 0, goodChunks: 0, leaks: 0, isAccounted: true, failure }
  }
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { ...figuresOf(last), words: last.words, seconds, cpuSeconds: (user + system) / 1e6, failure: null }
}

function figuresOf({ chapters, skipped, sourceCharacters }: Book) {
  const lengths = chapters.flatMap(({ chunks }) => chunks.map(({ text }) => text.length))
  let accounted = skipped.reduce((sum, { characters }) => sum + characters, 0)
  for (const { paragraphs } of chapters) for (const { text } of paragraphs) accounted += text.length
  return {
    chunks: lengths.length,
    goodChunks: lengths.filter((length) => length >= 300 && length <= 500).length,
    leaks: chapters.filter(({ paragraphs }) => paragraphs.some(({ text }) => LEAK.test(text))).length,
    isAccounted: accounted === sourceCharacters,
  }
}

function neutralForm({ title, author, language, chapters }: Book) {
  return {
    title,
    author,
    language,
    chapters: chapters.map((chapter) => ({
      title: chapter.title,
      kind: chapter.kind,
      part: chapter.part,
      paragraphs: chapter.paragraphs.map(({ text }) => text),
      chunks: chapter.chunks.map(({ text }) => text),
    })),
  }
}
