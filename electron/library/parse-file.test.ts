import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '#shared/models/app-error.ts'
import { parseFile } from './parse-file.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-parse-'))
})

afterAll(() => rm(dir, { recursive: true, force: true }))

const NOVEL = Array.from(
  { length: 30 },
  (_, index) =>
    `<h2>Chapter ${index + 1}</h2>\n${'<p>It was a dark night. “Stop!” he cried. She ran.</p>\n'.repeat(20)}`,
).join('')

async function parse(name: string, data: string | Uint8Array, limits = {}) {
  const file = join(dir, name)
  await writeFile(file, data)
  return parseFile(file, { maxChunkCharacters: 500, ...limits })
}

/** What a producer reads: one line with the file's name, and nothing of our insides. */
async function reasonOf(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.then(
    () => new Error('The file was read.'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw error
  expect(error.message).not.toMatch(/\n|\.ts\b|node:| at /)
  return `${error.code}: ${error.message}`
}

describe('a book', () => {
  it('comes back whole from the thread that reads it', async () => {
    const book = await parse('novel.html', `<title>Night</title>${NOVEL}`)
    expect(book.chapters).toHaveLength(30)
    expect(book.bookId).toMatch(/^x[0-9a-f]{12}$/)
    for (const { paragraphs, chunks } of book.chapters) {
      expect(chunks.map(({ text }) => text).join('\n')).toBe(paragraphs.map(({ text }) => text).join('\n'))
      expect(chunks.at(-1)?.ending).toBe('chapter')
    }
  })

  it('is read from UTF-16 that was cut in the middle of a character', async () => {
    const text = Buffer.from(`\uFEFFChapter 1\n\n${'It was a dark night. '.repeat(30)}`, 'utf16le')
    expect((await parse('cut.txt', text.subarray(0, -1))).words).toBeGreaterThan(100)
  })
})

describe('a path without a book', () => {
  it.each([
    ['none.txt', 'book.missing', 'There is no file'],
    ['.', 'book.notAFile', 'is not a file'],
  ])('%s is refused', async (name, code, reason) => {
    expect(await reasonOf(parseFile(join(dir, name), { maxChunkCharacters: 500 }))).toMatch(
      new RegExp(`^${code}: .*${reason}`),
    )
  })
})

const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * index * 7919) >> 3)
const entities = Array.from({ length: 9 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join(
  '',
)

describe('a hostile file', () => {
  it.each<[string, () => string | Uint8Array, RegExp]>([
    ['empty.txt', () => '', /^book\.empty: /],
    ['blank.txt', () => '\n \n'.repeat(1000), /^book\.\w+: /],
    ['binary.txt', () => noise(100_000), /^book\.\w+: /],
    ['binary.epub', () => noise(100_000), /^book\.\w+: /],
    ['line.txt', () => 'It was a dark and stormy night. '.repeat(1_100_000), /^book\.tooLarge: line\.txt has \d+ MB/],
    ['endless.txt', () => 'It was dark. '.repeat(200_000), /^book\.\w+: /],
    ['bomb.zip', () => zipSync({ 'a.html': new Uint8Array(20_000_000) }), /^book\.\w+: /],
    ['climb.zip', () => zipSync({ '../../a.html': strToU8(NOVEL), 'b.html': strToU8(NOVEL) }), /^book\.\w+: /],
    ['cut.zip', () => zipSync({ 'a.html': strToU8(NOVEL) }).subarray(0, 60), /^book\.\w+: /],
    ['entities.html', () => `<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">${entities}]><p>&e9;</p>`, /^book\.\w+: /],
  ])('%s is refused with one line', async (name, data, reason) => {
    expect(await reasonOf(parse(name, data()))).toMatch(reason)
  })

  it('that nests 100,000 elements is read or refused, and does no harm', async () => {
    const html = `${'<div>'.repeat(100_000)}<p>It was a dark night.</p>${NOVEL}`
    const outcome = await parse('nested.html', html).then(
      (book) => book.chapters.length,
      (error: unknown) => (error instanceof AppError ? error.code : error),
    )
    expect([30, 31, 'book.tooComplex', 'book.noText']).toContain(outcome)
  })

  it('that takes too long is refused at the deadline', async () => {
    expect(await reasonOf(parse('slow.html', NOVEL, { deadlineMs: 1 }))).toBe(
      'book.timeout: slow.html was not understood within 0.001 s: it is no usual book file.',
    )
  })

  it('that takes too much memory is refused, and the process lives on', async () => {
    expect(await reasonOf(parse('greedy.txt', 'It.\n\n'.repeat(600_000), { maxHeapMb: 40 }))).toMatch(
      /^book\.tooLarge: greedy\.txt takes more memory/,
    )
    expect((await parse('next.html', NOVEL)).chapters).toHaveLength(30)
  })
})
