import type { Pauses } from '#electron/audio/plan-chapter.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { DeliveredFile, DeliveredKind, DeliveryFormat, Production } from '#shared/models/production.ts'
import type { ReleaseManifest } from '#shared/models/release.ts'
import type { Title } from '#shared/models/title.ts'
import type { Config } from '#electron/config/schema.ts'
import { buildEdition } from './release/build-edition.ts'
import { openEdition, productionPlaces, type Edition, type EditionRooms } from './release/open-edition.ts'
import { LISTENER } from './release/profiles/listener.ts'
import type { StepContext } from './step.ts'
import { Stopped } from './stopped.ts'

/** What a production itself delivers: the studio's own profile with the formats and bit rates that were asked for. */
export async function openOwnEdition(
  rooms: EditionRooms,
  { production, title, narrator }: { production: Production; title: Title; narrator: Narrator },
): Promise<Edition> {
  return openEdition(
    {
      ...{ productionId: production.id, title, narrator, trims: new Map() },
      profile: productionProfile(rooms.workspace.config, production),
      pauses: pausesOf(rooms.workspace.config, production),
    },
    rooms,
    productionPlaces(rooms, title, narrator).folderOf,
  )
}

/** The same inside a step. */
export function openProductionEdition(context: StepContext): Promise<Edition> {
  return openOwnEdition(context, { ...context, production: context.production() })
}

/** Builds what is missing of these formats; does nothing when all are as they should be. */
export async function buildFormats(context: StepContext, formats: readonly DeliveryFormat[]): Promise<ReleaseManifest> {
  const { ffmpeg, measurer, title, narrator, signal } = context
  const asked = context.production().metadata.formats.filter((format) => formats.includes(format))
  const progress = { chunksDone: 0, chunksTotal: 0, charactersPerSecond: null, etaMs: null }
  const { recipe, pictures, products } = await openProductionEdition(context)
  const manifest = await buildEdition({
    ...{ ffmpeg, measurer, recipe, pictures, products, places: productionPlaces(context, title, narrator), signal },
    kinds: new Set<DeliveredKind>(asked),
    onProgress: (value) => context.report({ value, description: 'Encoding', ...progress }),
  }).catch((error: unknown) => {
    throw signal.aborted ? new Stopped() : error
  })
  noteFiles(context, manifest)
  return manifest
}

/** The pauses of a production: its own preset, else those of the configuration. */
export function pausesOf({ audiobook }: Config, { metadata }: Pick<Production, 'metadata'>): Pauses {
  const preset = audiobook.pause_presets[metadata.pausePreset ?? '']
  return Object.assign({ ...audiobook.pauses }, preset)
}

function productionProfile({ media, audiobook }: Config, { metadata }: Production): DeliveryProfile {
  return {
    ...LISTENER,
    id: 'production',
    formats: metadata.formats,
    ...{ headMs: audiobook.pauses.head_ms, tailMs: audiobook.pauses.tail_ms },
    ...{ sampleRateHz: media.sample_rate_hz, aacKbps: media.aac_kbps, mp3Kbps: media.mp3_kbps },
    maxPartHours: audiobook.max_part_hours,
  }
}

function noteFiles(
  { database, productionId, workspace, foundry, title, production }: StepContext,
  manifest: ReleaseManifest,
): void {
  const dir = workspace.relative(foundry.bookDir(title.bookId))
  const made = manifest.files.map(({ file, kind, sizeBytes, durationMs }): DeliveredFile => ({
    kind,
    path: `${dir}/${file}`,
    bytes: sizeBytes,
    durationSeconds: durationMs === null ? null : durationMs / 1000,
  }))
  const others = (production().metadata.files ?? []).filter(({ kind }) => kind === 'cover')
  database.productions.update(productionId, { metadata: { files: [...made, ...others] } })
}
