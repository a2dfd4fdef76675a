/** The benchmarks in the order in which they run. */
export const BENCHMARK_NAMES = ['import', 'agent', 'farm', 'queue', 'job-files', 'speech', 'assembly'] as const
export type BenchmarkName = (typeof BENCHMARK_NAMES)[number]

/** What each measures, in words. */
export const BENCHMARKS: Readonly<Record<BenchmarkName, string>> = {
  import: 'the import of a book',
  agent: 'how busy the queue keeps one server',
  farm: 'a thousand chunks on three servers of which two fail',
  queue: 'jobs a second when a prompt costs nothing',
  'job-files': 'ten thousand job files in the watch folder',
  speech: 'the voices of the built-in engine',
  assembly: 'mastering, encoding and subtitles of a book',
}

/** One measured ratio and the figures that it was made of. */
export interface Measurement {
  benchmark: BenchmarkName | 'library'
  /** What was measured: `slt, one core`. */
  name: string
  value: number
  unit: string
  /** Null for a figure that is only told. */
  target: { comparison: 'at least' | 'at most'; value: number } | null
  /** Absolute figures behind the value, with units in their names. */
  details: Readonly<Record<string, number>>
}

/** Whether a measurement reaches its target; null without one. */
export function isMet({ value, target }: Measurement): boolean | null {
  if (target === null) return null
  return target.comparison === 'at least' ? value >= target.value : value <= target.value
}

/** The middle value, the upper one of two; 0 of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
