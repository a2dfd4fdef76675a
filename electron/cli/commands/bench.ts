import { availableParallelism } from 'node:os'
import { assertNever } from '#shared/models/app-error.ts'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { openWorkspace } from '#electron/config/workspace.ts'
import type { StudioOptions } from '#electron/studio/open-studio.ts'
import { benchTable } from '../bench/bench-table.ts'
import { BENCHMARK_NAMES, isMet, type BenchmarkName, type Measurement } from '../bench/benchmark.ts'
import { measureAssembly } from '../bench/measure-assembly.ts'
import { measureFarm } from '../bench/measure-farm.ts'
import { measureImport } from '../bench/measure-import.ts'
import { measureJobFiles } from '../bench/measure-job-files.ts'
import { measureAgent, measureQueue } from '../bench/measure-queue.ts'
import { measureSpeech } from '../bench/measure-speech.ts'
import type { CommandContext, CommandResult } from '../command.ts'

/** `e3 bench`: measures in temporary folders; a missed target is told, not a failure. */
export async function bench(
  { stderr, studio }: CommandContext,
  options: { only: readonly BenchmarkName[]; books?: string; hours: number },
): Promise<CommandResult> {
  const measurements: Measurement[] = []
  for (const name of options.only.length === 0 ? BENCHMARK_NAMES : options.only) {
    stderr.write(`Measuring ${name} …\n`)
    measurements.push(...(await measure(name, studio, options)))
  }
  const machine = {
    cores: availableParallelism(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  }
  const document = {
    machine,
    measurements: measurements.map((measurement) => ({ ...measurement, isMet: isMet(measurement) })),
  }
  return { document, lines: benchTable(measurements) }
}

async function measure(
  name: BenchmarkName,
  studio: StudioOptions,
  { books, hours }: { books?: string; hours: number },
): Promise<Measurement[]> {
  switch (name) {
    case 'import':
      return measureImport(books)
    case 'agent':
      return measureAgent()
    case 'farm':
      return measureFarm()
    case 'queue':
      return measureQueue()
    case 'job-files':
      return measureJobFiles()
    case 'speech':
      return measureSpeech(await findFfmpeg(studio))
    case 'assembly':
      return measureAssembly(await findFfmpeg(studio), hours)
    default:
      return assertNever(name)
  }
}

function findFfmpeg(studio: StudioOptions): Promise<Ffmpeg> {
  const { ffmpeg_path: ffmpegPath, ffprobe_path: ffprobePath } = openWorkspace(studio).config.media
  return locateFfmpeg({ ffmpegPath, ffprobePath })
}
