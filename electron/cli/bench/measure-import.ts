import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { readBook } from '#electron/books/read-book.ts'
import { parseFile } from '#electron/library/parse-file.ts'
import { bookPaths } from '#electron/library/book-paths.ts'
import { median, type Measurement } from './benchmark.ts'
import { sampleBook } from './sample-book.ts'

const SAMPLE_BYTES = 3_000_000
const TINY_BYTES = 10_000
const RUNS = 5
const MAX_CHUNK_CHARACTERS = 500
const WORDS_A_SECOND = 1_500_000
const MEMORY_A_FILE = 12

interface Reading {
  words: number
  readMs: number
  bareMs: number
}

/** Reading a long book, and those of a folder: words a second, beside a bare decode of the same bytes, and memory. */
export async function measureImport(booksDir: string | undefined): Promise<Measurement[]> {
  const memory = await measureMemory()
  const sample = sampleBook(SAMPLE_BYTES)
  const measurements = [...describeReading('sample of 3 MB', [read(sample)]), memory]
  if (booksDir === undefined) return measurements
  const readings: Reading[] = []
  for (const path of await bookPaths(booksDir))
    readings.push(read({ name: basename(path), bytes: await readFile(path) }))
  if (readings.length === 0) throw new AppError('bench.noBooks', `There is no book in ${booksDir}.`)
  return [...measurements, ...describeReading(`median of ${readings.length} books`, readings)]
}

function describeReading(name: string, readings: readonly Reading[]): Measurement[] {
  const speeds = readings.map(({ words, readMs }) => (words * 1000) / readMs)
  const bareSpeeds = readings.map(({ words, bareMs }) => (words * 1000) / bareMs)
  const ratios = readings.map(({ readMs, bareMs }) => readMs / bareMs)
  const wordsASecond = median(speeds)
  const details = { books: readings.length, wordsASecond, bareWordsASecond: median(bareSpeeds) }
  const target = { comparison: 'at least', value: WORDS_A_SECOND } as const
  return [
    { benchmark: 'import', name: `${name}: speed`, value: wordsASecond, unit: 'words/s', target, details },
    {
      benchmark: 'import',
      name: `${name}: time ÷ bare decode`,
      value: median(ratios),
      unit: '×',
      target: null,
      details,
    },
  ]
}

function read(file: { name: string; bytes: Uint8Array }): Reading {
  let words = 0
  const readMs = fastestMs(() => (words = readBook(file, { maxChunkCharacters: MAX_CHUNK_CHARACTERS }).words))
  return { words, readMs, bareMs: fastestMs(() => bareWords(file.bytes)) }
}

/** The least that any reader has to do: decode, drop the tags, split into words. */
function bareWords(bytes: Uint8Array): number {
  return new TextDecoder()
    .decode(bytes)
    .replaceAll(/<[^>]*>/g, ' ')
    .split(/\s+/).length
}

function fastestMs(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const startMs = performance.now()
    work()
    return performance.now() - startMs
  })
  return Math.min(...times)
}

/** What a long book takes beyond a tiny one, read in a thread of its own as every import is. */
async function measureMemory(): Promise<Measurement> {
  const dir = await mkdtemp(join(tmpdir(), 'e3-bench-'))
  try {
    const tinyPeak = await peakBytes(dir, sampleBook(TINY_BYTES))
    const sample = sampleBook(SAMPLE_BYTES)
    const growthBytes = Math.max(0, (await peakBytes(dir, sample)) - tinyPeak)
    return {
      benchmark: 'import',
      name: 'peak memory growth ÷ file size',
      value: growthBytes / sample.bytes.length,
      unit: '×',
      target: { comparison: 'at most', value: MEMORY_A_FILE },
      details: { growthBytes, fileBytes: sample.bytes.length },
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function peakBytes(dir: string, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<number> {
  const path = join(dir, name)
  await writeFile(path, bytes)
  let peak = 0
  const look = () => (peak = Math.max(peak, process.memoryUsage.rss()))
  const timer = setInterval(look, 1)
  try {
    await parseFile(path, { maxChunkCharacters: MAX_CHUNK_CHARACTERS })
  } finally {
    clearInterval(timer)
  }
  look()
  return peak
}
