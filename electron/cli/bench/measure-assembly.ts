import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchAssembly } from '#electron/audio/bench-assembly.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import type { Measurement } from './benchmark.ts'

const MINUTES = 60
const TIMES_BARE = 1.3

/** Assembling an hour of sound, beside a bare encode of the same sound on all cores. */
export async function measureAssembly(ffmpeg: Ffmpeg): Promise<Measurement[]> {
  const dir = await mkdtemp(join(tmpdir(), 'e3-bench-'))
  try {
    const { assemblyMs, bareMs, ratio } = await benchAssembly({ ffmpeg, minutes: MINUTES, dir })
    return [
      {
        benchmark: 'assembly',
        name: 'assembly ÷ bare encode',
        value: ratio,
        unit: '×',
        target: { comparison: 'at most', value: TIMES_BARE },
        details: { minutes: MINUTES, assemblyMs, bareMs },
      },
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
