import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { corpusFiles } from './corpus-files.ts'
import type { CorpusFile, CorpusRequest, CorpusResult } from './corpus-files.ts'

/** The limits that an import has, so that the memory measured is the one that an import takes. */
const LIMITS = { maxOldGenerationSizeMb: 900, maxYoungGenerationSizeMb: 4 }

/** Memory is compared with files from this size on. */
const LARGE_BYTES = 300_000

interface Measured extends CorpusResult {
  file: CorpusFile
  /** Growth of the process at its peak, as a multiple of the file. */
  memoryRatio: number
}

/** Parses every book of a folder, scores the result with the folder's `score.py` and prints what was measured. */
async function runCorpus(folder: string, isJson: boolean): Promise<void> {
  const out = mkdtempSync(path.join(tmpdir(), 'e3-corpus-'))
  try {
    const files = corpusFiles(folder)
    const measured = await parseAll(files, out)
    const score = scoreOf(folder, out)
    const summary = summarise(measured)
    process.stdout.write(isJson ? `${JSON.stringify({ ...summary, score }, null, 1)}\n` : `${score}${report(summary)}`)
    if (summary.failures.length > 0) process.exitCode = 1
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** One after the other in one thread, as an import does; the first book is read twice to warm up. */
async function parseAll(files: readonly CorpusFile[], out: string): Promise<Measured[]> {
  const worker = new Worker(new URL('./parse-corpus-worker.ts', import.meta.url), { resourceLimits: LIMITS })
  const measured: Measured[] = []
  for (const [index, file] of [...files.slice(0, 3), ...files].entries()) {
    const request: CorpusRequest = {
      path: file.path,
      name: file.name,
      out: path.join(out, `${file.id}__${file.name}.json`),
    }
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 2)
    worker.postMessage(request)
    const [result] = (await once(worker, 'message')) as [CorpusResult]
    clearInterval(watch)
    peak = Math.max(peak, process.memoryUsage().rss)
    if (index >= 3) measured.push({ ...result, file, memoryRatio: (peak - before) / file.bytes })
  }
  await worker.terminate()
  return measured
}

function scoreOf(folder: string, out: string): string {
  const script = path.join(folder, 'score.py')
  if (!existsSync(script)) return ''
  const { status, stdout, stderr } = spawnSync('python3', [script, out, '--corpus', folder], { encoding: 'utf8' })
  return status === 0 ? stdout : `score.py failed: ${stderr}\n`
}

function summarise(measured: readonly Measured[]) {
  const pages = measured.filter(({ file, failure }) => failure === null && /\.html?$/i.test(file.name))
  // Below that the heap's own steps are larger than what a book takes.
  const large = measured.filter(({ file }) => file.bytes >= LARGE_BYTES)
  const chunks = measured.reduce((sum, result) => sum + result.chunks, 0)
  const nameOf = ({ file }: Measured): string => `${file.id}/${file.name}`
  return {
    files: measured.length,
    words: measured.reduce((sum, result) => sum + result.words, 0),
    chunks,
    goodChunkShare: measured.reduce((sum, result) => sum + result.goodChunks, 0) / Math.max(1, chunks),
    leastGoodChunkShare: Math.min(
      ...measured.filter((result) => result.chunks > 0).map((result) => result.goodChunks / result.chunks),
    ),
    medianWordsPerSecond: median(pages.map(({ words, seconds }) => words / seconds)),
    medianWordsPerCpuSecond: median(pages.map(({ words, cpuSeconds }) => words / cpuSeconds)),
    largestMemoryRatio: Math.max(0, ...large.map(({ memoryRatio }) => memoryRatio)),
    medianMemoryRatio: median(large.map(({ memoryRatio }) => memoryRatio)),
    leaks: measured.filter(({ leaks }) => leaks > 0).map(nameOf),
    unaccounted: measured.filter(({ isAccounted }) => !isAccounted).map(nameOf),
    failures: measured
      .filter(({ failure }) => failure !== null)
      .map((result) => `${nameOf(result)}: ${result.failure ?? ''}`),
  }
}

function report(summary: ReturnType<typeof summarise>): string {
  const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join('; '))
  return `${summary.files} files, ${summary.words} words, ${summary.chunks} chunks
chunks of 300 to 500 characters: ${percent(summary.goodChunkShare)}, in the worst file ${percent(summary.leastGoodChunkShare)}
speed on HTML, median: ${millions(summary.medianWordsPerSecond)} million words a second (${millions(summary.medianWordsPerCpuSecond)} a second of processor time)
memory at the peak: median ${summary.medianMemoryRatio.toFixed(1)}, at most ${summary.largestMemoryRatio.toFixed(1)} times the file (files of 300 KB and more)
licence text in chapters: ${list(summary.leaks)}
source characters not accounted for: ${list(summary.unaccounted)}
failures: ${list(summary.failures)}
`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function millions(value: number): string {
  return (value / 1e6).toFixed(2)
}

const [folder, ...flags] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('Usage: npm run corpus -- FOLDER [--json]\n')
  process.exitCode = 2
} else await runCorpus(path.resolve(folder), flags.includes('--json'))
