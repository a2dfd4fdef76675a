import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { cleanName } from '#electron/audio/delivery-names.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { Production } from '#shared/models/production.ts'
import type {
  BlastRadius,
  ReleaseCard,
  ReleaseFile,
  ReleaseImpact,
  ReleaseReport,
  Remedy,
} from '#shared/models/release.ts'
import { blastRadius } from './blast-radius.ts'
import { buildRelease, REPORT_FILES } from './build-release.ts'
import { isRed } from './gate.ts'
import { readManifest } from './manifest.ts'
import { isMeasured } from './measure-release.ts'
import { loadProfiles, type Profiles } from './profiles.ts'
import { releaseImpact, type TitleChange } from './release-impact.ts'
import {
  isFinished,
  openRelease,
  outdatedCredits,
  releasePlace,
  trimsOf,
  type ReleasePlace,
  type ReleaseRooms,
} from './release-rooms.ts'

export interface ReleaseDeskOptions extends ReleaseRooms {
  processEnv: NodeJS.ProcessEnv
  /** Hears of each release that has changed. */
  tell: (card: ReleaseCard) => void
}

/** A card is read from the disk: often enough for a bar. */
const TELL_MS = 400

/** A release that is being built. */
interface Building {
  stop: AbortController
  ended: Promise<unknown>
  value: number
  activity: string
  nextTellMs: number
}

/** What a producer names: a production and an outlet. */
export interface ReleaseId {
  productionId: number
  profileId: string
}

/** Releases as producers look at them, build them and mend them. */
export class ReleaseDesk {
  readonly #options: ReleaseDeskOptions
  readonly #building = new Map<string, Building>()
  /** Why the last build failed, by release. */
  readonly #failures = new Map<string, string>()

  constructor(options: ReleaseDeskOptions) {
    this.#options = options
  }

  /** The studio's profiles and the producer's own. */
  profiles(): Profiles {
    return loadProfiles(this.#options.workspace.root, this.#options.processEnv)
  }

  /** A card for each profile of each finished production of a book. */
  async list(bookId: string): Promise<ReleaseCard[]> {
    const { profiles } = this.profiles()
    const finished = this.#options.database.productions.list({ bookId }).filter(isReleasable)
    const cards: ReleaseCard[] = []
    for (const { id } of finished) {
      for (const profile of profiles) cards.push(await this.#card(releasePlace(this.#options, id, profile)))
    }
    return cards
  }

  /** What a build would make anew. */
  async plan(id: ReleaseId): Promise<BlastRadius> {
    const place = this.#place(id)
    const edition = await openRelease(this.#options, place, await trimsOf(this.#options, place).read())
    const radius = await blastRadius(edition, place.places)
    const { pending } = this.#options.database.chunks.counts(id.productionId)
    return { ...radius, passages: pending + outdatedCredits(this.#options, place), renderMs: null }
  }

  /** What a change would make anew, in each place where files of the title have been made. */
  impact(bookId: string, change: TitleChange): Promise<ReleaseImpact[]> {
    return releaseImpact(this.#options, bookId, change, this.profiles())
  }

  /** Begins to build and measure; a release that is being built already goes on. */
  async build(id: ReleaseId): Promise<ReleaseCard> {
    const place = this.#place(id)
    this.#requireCredits(place)
    if (!this.#building.has(keyOf(id))) {
      const ended = this.run(id).catch((error: unknown) => {
        const isStopped = error instanceof Error && error.name === 'AbortError'
        if (!isStopped && !(error instanceof AppError)) this.#options.log.error('release failed', { ...id, error })
      })
      const building = this.#building.get(keyOf(id))
      if (building !== undefined) building.ended = ended
    }
    return this.#card(place)
  }

  /** Builds, measures and mends a release; settles with the gate's answer. Throws what stands in the way, such as `release.creditsOutdated`. */
  async run(
    id: ReleaseId,
    options: { signal?: AbortSignal; onProgress?: (progress: { value: number; activity: string }) => void } = {},
  ): Promise<ReleaseReport> {
    const place = this.#place(id)
    this.#requireCredits(place)
    const stop = new AbortController()
    const abort = () => stop.abort(options.signal?.reason)
    options.signal?.addEventListener('abort', abort)
    if (options.signal?.aborted === true) abort()
    const building: Building = { stop, ended: Promise.resolve(), value: 0, activity: 'Getting ready', nextTellMs: 0 }
    this.#building.set(keyOf(id), building)
    this.#failures.delete(keyOf(id))
    try {
      const trims = trimsOf(this.#options, place)
      return await buildRelease({
        ...this.#options,
        ...{ profile: place.profile, places: place.places, narratorName: place.narrator.name, signal: stop.signal },
        open: (corrections) => openRelease(this.#options, place, corrections),
        trims: await trims.read(),
        keepTrims: trims.write,
        onProgress: (progress) => {
          Object.assign(building, progress)
          options.onProgress?.(progress)
          if (performance.now() < building.nextTellMs) return
          building.nextTellMs = performance.now() + TELL_MS
          this.#tell(place)
        },
      })
    } catch (error: unknown) {
      if (!stop.signal.aborted) this.#failures.set(keyOf(id), failureOf(error))
      throw error
    } finally {
      options.signal?.removeEventListener('abort', abort)
      this.#building.delete(keyOf(id))
      this.#tell(place)
    }
  }

  /** Ends a build; what is encoded already is kept for the next one. */
  async stop(id: ReleaseId): Promise<ReleaseCard> {
    const building = this.#building.get(keyOf(id))
    building?.stop.abort()
    await building?.ended
    return this.#card(this.#place(id))
  }

  /** The gate's last answer; null before the first build. */
  async report(id: ReleaseId): Promise<ReleaseReport | null> {
    return readReport(this.#place(id).places.dir)
  }

  /**
   * Mends what is red in these rows, or in all, and measures again.
   *
   * Chapters that missed their level are brought to it, whatever else is wrong is built anew. Throws `release.nothingToMend`.
   */
  async mend(id: ReleaseId, request: { rows: readonly number[] | null; remedy: Remedy | null }): Promise<ReleaseCard> {
    const report = await this.report(id)
    const rows = (report?.rows ?? []).filter((_, index) => request.rows?.includes(index) ?? true)
    const checks = [...rows.flatMap((row) => row.checks), ...(request.rows === null ? (report?.wholeChecks ?? []) : [])]
    const red = checks.filter((check) => isRed(check) && check.remedy !== null)
    if (!red.some(({ remedy }) => request.remedy === null || remedy === request.remedy)) {
      throw new AppError('release.nothingToMend', 'Nothing here is red that building again could mend.')
    }
    return this.build(id)
  }

  async files(id: ReleaseId): Promise<ReleaseFile[]> {
    const { places } = this.#place(id)
    const manifest = await readManifest(places.manifestFile)
    const made = (manifest?.files ?? []).map(({ file, kind, sizeBytes, durationMs, title }) => {
      return { file, kind, sizeBytes, durationMs, title }
    })
    const report = await stat(join(places.dir, REPORT_FILES.html)).catch(() => null)
    if (report === null) return made
    const page: ReleaseFile = {
      ...{ file: REPORT_FILES.html, kind: 'report', sizeBytes: report.size, durationMs: null, title: 'Report' },
    }
    return [...made, page]
  }

  /** The folder that is handed in. */
  folder(id: ReleaseId): string {
    return this.#place(id).places.dir
  }

  /** The report as a page to be printed, and what a PDF of it may be called. */
  reportFile(id: ReleaseId): { file: string; name: string } {
    const { title, profile, places } = this.#place(id)
    return { file: join(places.dir, REPORT_FILES.html), name: `${cleanName(title.title)} - ${profile.name}.pdf` }
  }

  /** A file of a release by its path in the folder, and whether it is the one of that version; null for what is none of it. */
  async find(id: ReleaseId, file: string): Promise<{ path: string; version: string } | null> {
    const { places } = this.#place(id)
    if (file === REPORT_FILES.html) return { path: join(places.dir, file), version: '' }
    const entry = (await readManifest(places.manifestFile))?.files.find((each) => each.file === file)
    return entry === undefined ? null : { path: join(places.dir, entry.file), version: entry.sha256 }
  }

  /** Stops what is being built. */
  async close(): Promise<void> {
    const building = [...this.#building.values()]
    for (const { stop } of building) stop.abort()
    await Promise.all(building.map(({ ended }) => ended))
  }

  #place({ productionId, profileId }: ReleaseId): ReleasePlace {
    return releasePlace(this.#options, productionId, this.profiles().requireProfile(profileId))
  }

  /** Outlets want the credits to say what tags and cover say. */
  #requireCredits(place: ReleasePlace): void {
    if (outdatedCredits(this.#options, place) === 0) return
    const { title, narrator } = place
    const message = `The spoken credits of ${title.title} still name another title, author or narrator. Produce it with ${narrator.name} again: only they are spoken anew.`
    throw new AppError('release.creditsOutdated', message)
  }

  #tell(place: ReleasePlace): void {
    this.#card(place).then(this.#options.tell, (error: unknown) =>
      this.#options.log.error('release cannot be told', { error }),
    )
  }

  async #card(place: ReleasePlace): Promise<ReleaseCard> {
    const { production, title, narrator, profile, places } = place
    const id = { productionId: production.id, profileId: profile.id }
    const building = this.#building.get(keyOf(id))
    const error = this.#failures.get(keyOf(id)) ?? null
    const report = await readReport(places.dir)
    const manifest = await readManifest(places.manifestFile)
    const isStale = report !== null && manifest !== null && !isMeasured(manifest, report)
    const isOutdated = building === undefined && report !== null && (isStale || (await this.#isOutdated(place)))
    const state = stateOf({ isBuilding: building !== undefined, error, isBuilt: report !== null, isOutdated })
    return {
      ...id,
      ...{ bookId: title.bookId, narratorId: narrator.narratorId, narratorName: narrator.name },
      ...{ profileName: profile.name, description: profile.description, policy: profile.policy, state, error },
      ...{ verdict: report?.verdict ?? null, failedChecks: report?.failedChecks ?? 0 },
      ...{ progress: building?.value ?? 0, activity: building?.activity ?? null },
      files: manifest?.files.length ?? 0,
      sizeBytes: (manifest?.files ?? []).reduce((sum, file) => sum + file.sizeBytes, 0),
      measuredAt: report?.measuredAt ?? null,
    }
  }

  async #isOutdated(place: ReleasePlace): Promise<boolean> {
    try {
      const edition = await openRelease(this.#options, place, await trimsOf(this.#options, place).read())
      return (await blastRadius(edition, place.places)).files.length > 0
    } catch (error: unknown) {
      // A passage is being spoken again, for instance.
      if (error instanceof AppError) return true
      throw error
    }
  }
}

function isReleasable(production: Production): boolean {
  return production.status !== 'cancelled' && isFinished(production)
}

function stateOf(facts: {
  isBuilding: boolean
  error: string | null
  isBuilt: boolean
  isOutdated: boolean
}): ReleaseCard['state'] {
  if (facts.isBuilding) return 'building'
  if (facts.error !== null) return 'failed'
  if (!facts.isBuilt) return 'none'
  return facts.isOutdated ? 'outdated' : 'ready'
}

/** The report as it lies in the folder; it was measured when it was written. */
async function readReport(dir: string): Promise<ReleaseReport | null> {
  const file = join(dir, REPORT_FILES.json)
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const report = JSON.parse(text) as ReleaseReport
    return { ...report, measuredAt: (await stat(file)).mtime.toISOString() }
  } catch (error: unknown) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function failureOf(error: unknown): string {
  return error instanceof AppError ? error.message : `Unexpected: ${messageOf(error)}`
}

function keyOf({ productionId, profileId }: ReleaseId): string {
  return `${productionId}/${profileId}`
}
