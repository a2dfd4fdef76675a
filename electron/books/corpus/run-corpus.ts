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

/** Books read once more, before anything is measured. */
const WARM_UP = 3

interface Measured extends CorpusResult {
  file: CorpusFile
}

/** Parses every book of a folder, scores the result with the folder's `score.py` and prints what was measured. */
async function runCorpus(folder: string, isJson: boolean): Promise<void> {
  const out = mkdtempSync(path.join(tmpdir(), 'e3-corpus-'))
  try {
    const files = corpusFiles(folder)
    const memoryRatio = await measureMemory(files)
    const measured = await parseAll(files, out)
    const score = scoreOf(folder, out)
    const summary = { ...summarise(measured), memoryRatio }
    process.stdout.write(isJson ? `${JSON.stringify({ ...summary, score }, null, 1)}\n` : `${score}${report(summary)}`)
    if (summary.failures.length > 0) process.exitCode = 1
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** One after the other in one thread, as an import does; the first books are read twice to warm up. */
async function parseAll(files: readonly CorpusFile[], out: string): Promise<Measured[]> {
  const worker = openWorker()
  const measured: Measured[] = []
  for (const [index, file] of [...files.slice(0, WARM_UP), ...files].entries()) {
    const result = await readIn(worker, file)
    await ask(worker, { task: 'write', out: path.join(out, `${file.id}__${file.name}.json`) })
    if (index >= WARM_UP) measured.push({ ...result, file })
  }
  await worker.terminate()
  return measured
}

/** What reading the largest unpacked file adds to the process, as a multiple of it, in a thread of its own. */
async function measureMemory(files: readonly CorpusFile[]): Promise<number> {
  const plain = files.filter(({ name }) => !/\.(?:epub|zip)$/i.test(name)).sort((a, b) => a.bytes - b.bytes)
  const [smallest, largest] = [plain[0], plain.at(-1)]
  if (smallest === undefined || largest === undefined) return 0
  const worker = openWorker()
  for (let round = 0; round < WARM_UP; round++) await readIn(worker, smallest)
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 2)
  await readIn(worker, largest)
  clearInterval(watch)
  peak = Math.max(peak, process.memoryUsage().rss)
  await worker.terminate()
  return (peak - before) / largest.bytes
}

function openWorker(): Worker {
  return new Worker(new URL('./parse-corpus-worker.ts', import.meta.url), { resourceLimits: LIMITS })
}

async function readIn(worker: Worker, { path, name }: CorpusFile): Promise<CorpusResult> {
  return (await ask(worker, { task: 'read', path, name })) as CorpusResult
}

async function ask(worker: Worker, request: CorpusRequest): Promise<unknown> {
  worker.postMessage(request)
  const [answer] = (await once(worker, 'message')) as [unknown]
  return answer
}

function scoreOf(folder: string, out: string): string {
  const script = path.join(folder, 'score.py')
  if (!existsSync(script)) return ''
  const { status, stdout, stderr } = spawnSync('python3', [script, out, '--corpus', folder], { encoding: 'utf8' })
  return status === 0 ? stdout : `score.py failed: ${stderr}\n`
}

function summarise(measured: readonly Measured[]) {
  const pages = measured.filter(({ file, failure }) => failure === null && /\.html?$/i.test(file.name))
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
    leaks: measured.filter(({ leaks }) => leaks > 0).map(nameOf),
    unaccounted: measured.filter(({ isAccounted }) => !isAccounted).map(nameOf),
    failures: measured
      .filter(({ failure }) => failure !== null)
      .map((result) => `${nameOf(result)}: ${result.failure ?? ''}`),
  }
}

function report(summary: ReturnType<typeof summarise> & { memoryRatio: number }): string {
  const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join('; '))
  return `${summary.files} files, ${summary.words} words, ${summary.chunks} chunks
chunks of 300 to 500 characters: ${percent(summary.goodChunkShare)}, in the worst file ${percent(summary.leastGoodChunkShare)}
speed on HTML, median: ${millions(summary.medianWordsPerSecond)} million words a second (${millions(summary.medianWordsPerCpuSecond)} a second of processor time)
memory at the peak of reading the largest file: ${summary.memoryRatio.toFixed(1)} times the file
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
