import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from '../runtime/programs.ts'
import { run } from '../runtime/run.ts'
import { REPOSITORY } from '../runtime/places.ts'
import { measureBurst } from './measure-burst.ts'
import { measureScrolling } from './measure-scrolling.ts'
import { measureSearch, measureStart } from './measure-start.ts'
import { rendererMemoryMb } from './renderer-memory.ts'
import { startHost } from './start-host.ts'

/** A figure of the window with what it must not exceed. */
export interface Figure {
  name: string
  value: number
  unit: string
  most: number
}

/**
 * Measures the window over a library of 10,000 titles and 100,000 jobs: `npm run bench:window`.
 *
 * Studio and browser run on this machine at once, so a busy or small one counts against both.
 */
const root = await mkdtemp(join(tmpdir(), 'e3-bench-window-'))
try {
  const cli = join(REPOSITORY, 'electron/cli.ts')
  await run(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    cli,
    'bench',
    '--seed-library',
    '--workspace',
    root,
  ])
  const host = await startHost(root)
  const executablePath = findChromium() ?? undefined
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    const figures = [
      await measureStart(page, host.address()),
      ...(await measureSearch(page)),
      await measureScrolling(page, '#/library', 'grid', 'Titles'),
      await measureScrolling(page, '#/jobs', 'grid', 'Jobs'),
      ...(await measureBurst(page, host)),
      { name: 'memory of the renderer', value: await rendererMemoryMb(page, browser), unit: 'MB', most: 350 },
    ]
    for (const { name, value, unit, most } of figures) {
      const verdict = value <= most ? 'met' : 'missed'
      process.stdout.write(
        `${name.padEnd(44)} ${value.toFixed(1).padStart(8)} ${unit.padEnd(3)} at most ${String(most).padStart(5)}  ${verdict}\n`,
      )
    }
    if (figures.some(({ value, most }) => value > most)) process.exitCode = 1
  } finally {
    await browser.close()
    await host.close()
  }
} finally {
  await rm(root, { recursive: true, force: true })
}
