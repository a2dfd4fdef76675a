import type { Pauses } from '#electron/audio/plan-chapter.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { DeliveredFile, DeliveredKind, DeliveryFormat } from '#shared/models/production.ts'
import type { ReleaseManifest } from '#shared/models/release.ts'
import { buildEdition } from './release/build-edition.ts'
import { openEdition, productionPlaces, type Edition } from './release/open-edition.ts'
import { LISTENER } from './release/profiles/listener.ts'
import type { StepContext } from './step.ts'
import { Stopped } from './stopped.ts'

/** What a production itself delivers: the studio's own profile with the formats and bit rates that were asked for. */
export async function openProductionEdition(context: StepContext): Promise<Edition> {
  const { title, narrator, productionId } = context
  return openEdition(
    {
      ...{ productionId, title, narrator, profile: productionProfile(context), trims: new Map() },
      pauses: pausesOf(context),
    },
    context,
    productionPlaces(context, title, narrator).folderOf,
  )
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
export function pausesOf({ workspace, production }: Pick<StepContext, 'workspace' | 'production'>): Pauses {
  const { pauses, pause_presets: presets } = workspace.config.audiobook
  const { pausePreset } = production().metadata
  const preset = pausePreset == null ? {} : presets[pausePreset]
  return Object.assign({ ...pauses }, preset)
}

function productionProfile({ workspace, production }: StepContext): DeliveryProfile {
  const { media, audiobook } = workspace.config
  return {
    ...LISTENER,
    id: 'production',
    formats: production().metadata.formats,
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
