import { performance } from 'node:perf_hooks'
import { AppError } from '#shared/models/app-error.ts'
import { seedLibrary, type SeedReport } from '#electron/database/seed-library.ts'
import { openStudio } from '#electron/studio/open-studio.ts'
import { prepareIfNew } from '#electron/studio/prepare-workspace.ts'
import { benchTable } from '../bench/bench-table.ts'
import { isMet } from '../bench/benchmark.ts'
import { measureLibrary } from '../bench/measure-library.ts'
import { sampleLibrary } from '../bench/sample-library.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { countOf, formatDuration } from '../format-values.ts'

/**
 * `e3 bench --seed-library`: fills an environment with a large library, then measures what a window asks of it.
 *
 * The books have rows and no folders. Throws `bench.notEmpty` where there are titles already.
 */
export async function benchLibrary({ studio: options, stderr }: CommandContext): Promise<CommandResult> {
  await prepareIfNew(options)
  const studio = await openStudio({ ...options, access: 'write' })
  try {
    const { database, workspace } = studio
    if (database.titles.list().length > 0) {
      throw new AppError(
        'bench.notEmpty',
        `The environment ${workspace.env} in ${workspace.root} has titles. Name a folder for a new workspace: --workspace DIR.`,
      )
    }
    const [first, ...others] = database.narrators.list({ active: true }).map(({ narratorId }) => narratorId)
    if (first === undefined) throw new AppError('narrator.none', `The environment ${workspace.env} has no narrators.`)
    stderr.write('Filling the library …\n')
    const startMs = performance.now()
    const made = seedLibrary(database.file, sampleLibrary([first, ...others]))
    const tookMs = performance.now() - startMs
    stderr.write(`${describe(made)} in ${formatDuration(tookMs)}. Measuring …\n`)
    const measurements = await measureLibrary(studio)
    return {
      document: {
        made: { ...made, tookMs },
        measurements: measurements.map((measurement) => ({ ...measurement, isMet: isMet(measurement) })),
      },
      lines: benchTable(measurements),
    }
  } finally {
    await studio.close()
  }
}

function describe({ titles, productions, jobs, chunks }: SeedReport): string {
  return [
    countOf(titles, 'title'),
    countOf(productions, 'production'),
    countOf(jobs, 'job'),
    countOf(chunks, 'chunk'),
  ].join(', ')
}
