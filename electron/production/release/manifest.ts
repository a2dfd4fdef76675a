import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { DELIVERED_KINDS } from '#shared/models/production.ts'
import type { ManifestFile, ReleaseManifest } from '#shared/models/release.ts'

const level = z.number().nullable()
const SPOT = z.object({
  kind: z.enum(['loudest', 'quietest', 'clipped', 'silent', 'noisiest']),
  atMs: z.number(),
  lengthMs: z.number(),
  value: z.number(),
})
const MEASURES = z.object({
  ...{ rmsDbfs: level, loudnessLufs: level, loudnessRangeLu: level, truePeakDbtp: level, samplePeakDbfs: level },
  noiseFloorDbfs: level,
  ...{ headMs: z.number(), tailMs: z.number(), digitalSilenceMs: z.number(), clippedSamples: z.number() },
  ...{ dcOffset: z.number(), durationMs: z.number() },
  spots: z.array(SPOT),
})
const FILE = z.object({
  file: z.string(),
  kind: z.enum(DELIVERED_KINDS),
  sizeBytes: z.number(),
  sha256: z.string(),
  durationMs: z.number().nullable(),
  madeFrom: z.string(),
  facts: z.record(z.string(), z.string()),
  chapterIndex: z.number().nullable(),
  title: z.string(),
  measures: MEASURES.nullable(),
  chapters: z.array(z.object({ title: z.string(), startMs: z.number(), measures: MEASURES })),
})
const MANIFEST = z.object({
  schemaVersion: z.literal(1),
  bookId: z.string(),
  narratorId: z.string(),
  profileId: z.string(),
  /** Names in the cache of encoded chapters that its files are made of. */
  encodings: z.array(z.string()),
  files: z.array(FILE),
}) satisfies z.ZodType<ReleaseManifest>

/** The manifest in `file`; null where there is none that can be used, so that everything counts as not made. */
export async function readManifest(file: string): Promise<ReleaseManifest | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return MANIFEST.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // It was damaged: its files are made and described anew.
    return null
  }
}

/** Equal manifests are equal bytes. */
export async function writeManifest(file: string, manifest: ReleaseManifest): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(manifest, null, 2)}\n`)
}

/** The manifest's entries by their file. */
export function entriesOf(manifest: ReleaseManifest | null): Map<string, ManifestFile> {
  return new Map((manifest?.files ?? []).map((entry) => [entry.file, entry]))
}
