import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import type { Ffmpeg } from './ffmpeg.ts'
import type { SoundMeasurer } from './measuring/sound-measurer.ts'
import { SHAPING_FILTER } from './mastering/master-filter.ts'
import { runPool } from './run-pool.ts'

const EDGES = z.object({ leadMs: z.number(), trailMs: z.number() })
const CACHE = z.record(z.string(), EDGES)

/** The quiet that a take itself begins and ends with. */
export type SpeechEdges = z.infer<typeof EDGES>

/** A take by the name of its sound. */
export interface EdgeTake {
  key: string
  file: string
}

/** About where speech lies when it is mastered: what is quiet is asked at that level. */
const SPEECH_RMS_DBFS = -20

/**
 * Measures what takes begin and end with, so that the room tone around a chapter is as long as a store wants it.
 *
 * What `keep` has written to `cacheFile` before is not measured again.
 */
export async function speechEdges(
  takes: readonly EdgeTake[],
  options: {
    ffmpeg: Ffmpeg
    measurer: SoundMeasurer
    cacheFile: string
    keep: (text: string) => Promise<void>
    signal?: AbortSignal | undefined
  },
): Promise<ReadonlyMap<string, SpeechEdges>> {
  const known = await readCache(options.cacheFile)
  const wanted = new Map(takes.map(({ key, file }) => [key, file]))
  const missing = [...wanted].filter(([key]) => !known.has(key))
  if (missing.length === 0) return known
  await runPool(
    missing,
    { concurrency: availableParallelism(), signal: options.signal },
    async ([key, file], signal) => {
      known.set(key, await measureEdges(file, { ...options, signal }))
    },
  )
  const kept = [...known].filter(([key]) => wanted.has(key)).sort(([a], [b]) => (a < b ? -1 : 1))
  await options.keep(`${JSON.stringify(Object.fromEntries(kept))}\n`)
  return known
}

async function measureEdges(
  file: string,
  { ffmpeg, measurer, signal }: { ffmpeg: Ffmpeg; measurer: SoundMeasurer; signal: AbortSignal },
): Promise<SpeechEdges> {
  const input = ['-i', file]
  const { whole } = await measurer.measure({ ffmpeg, input, filter: SHAPING_FILTER }, { signal })
  if (whole.rmsDbfs === null) return { leadMs: 0, trailMs: 0 }
  const gainDb = (SPEECH_RMS_DBFS - whole.rmsDbfs).toFixed(2)
  const heard = await measurer.measure({ ffmpeg, input, filter: `${SHAPING_FILTER},volume=${gainDb}dB` }, { signal })
  return { leadMs: Math.round(heard.whole.headMs), trailMs: Math.round(heard.whole.tailMs) }
}

async function readCache(file: string): Promise<Map<string, SpeechEdges>> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  try {
    return new Map(Object.entries(CACHE.parse(JSON.parse(text))))
  } catch {
    // It was damaged: it is a cache and is made again.
    return new Map()
  }
}
