import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { COVER_SIZES, type CoverSize } from '#shared/contract/media.ts'
import { AppError } from '#shared/models/app-error.ts'
import { trialsFolder } from '#electron/comfyui/workflows/workflow-trials.ts'
import type { Posters } from '#electron/library/posters.ts'
import { findTitleFile } from '#electron/library/title-files.ts'
import { Auditions } from '#electron/production/auditions.ts'
import { findSample } from '#electron/production/narrator-cards.ts'
import { REPORT_FILES } from '#electron/production/release/build-release.ts'
import type { ReleaseDesk, ReleaseId } from '#electron/production/release/release-desk.ts'
import type { Studio } from './open-studio.ts'

/** A file that a window may show or play. */
export interface MediaFile {
  /** Absolute. */
  path: string
  mediaType: string
  sizeBytes: number
  /** The address changes with the content, so a window may keep what it got. */
  isVersioned: boolean
  /** Under which name a browser is to save it; null for what is shown or played. */
  saveAs: string | null
}

/** What an address names; `path` relative to the workspace or absolute. */
interface Named {
  path: string
  isVersioned: boolean
  isFile?: boolean
  /** A page of the studio's own making, without scripts: it is shown, under the policy of the window's page. */
  isPage?: boolean
}
type Find = (ids: string[], version: string) => Promise<Named | null> | Named | null

/** Everything else is only handed over to be saved: a book's source may be a document with scripts. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.flac': 'audio/flac',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.m4b': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.png': 'image/png',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
}
const PAGE_TYPE = 'text/html; charset=utf-8'
const OTHER_TYPE = 'application/octet-stream'

const FOLDER = '([a-zA-Z0-9][\\w-]{0,63})'
const NUMBER = '([1-9]\\d{0,14})'

/** Finds the files behind the addresses of `shared/contract/media.ts`: ids go in, never paths. */
export class MediaFiles {
  readonly #studio: Pick<Studio, 'database' | 'foundry' | 'workspace'>
  readonly #posters: Pick<Posters, 'find' | 'candidate'>
  readonly #releases: Pick<ReleaseDesk, 'find'>
  readonly #kinds: readonly { pattern: RegExp; find: Find }[]

  constructor(
    studio: Pick<Studio, 'database' | 'foundry' | 'workspace'>,
    posters: Pick<Posters, 'find' | 'candidate'>,
    releases: Pick<ReleaseDesk, 'find'>,
  ) {
    this.#studio = studio
    this.#posters = posters
    this.#releases = releases
    const kind = (pattern: string, find: Find) => ({ pattern: new RegExp(`^${pattern}$`), find })
    this.#kinds = [
      kind(`cover/${FOLDER}/(${Object.keys(COVER_SIZES).join('|')})`, ([bookId = '', size], version) =>
        this.#cover(bookId, size as CoverSize, version),
      ),
      kind(`picture/${NUMBER}/(${Object.keys(COVER_SIZES).join('|')})`, ([id, size], version) =>
        this.#picture(Number(id), size as CoverSize, version),
      ),
      kind(`sample/${FOLDER}`, ([narratorId = ''], version) => this.#sample(narratorId, version)),
      kind('audition/([0-9a-f-]{36})', ([auditionId = '']) => this.#audition(auditionId)),
      kind('trial/([0-9a-f-]{36})/(\\d{1,3})', ([trialId = '', index = '']) => this.#trial(trialId, index)),
      kind(`chunk/${NUMBER}`, ([id], version) => this.#chunk(Number(id), version)),
      kind(`chapter/${NUMBER}/${NUMBER}`, ([id, index], version) => this.#chapter(Number(id), Number(index), version)),
      kind(`release/${NUMBER}/${FOLDER}/([^/]{1,900})`, ([id, profileId = '', file = ''], version) =>
        this.#release({ productionId: Number(id), profileId }, file, version),
      ),
      kind(`file/${FOLDER}/([a-z0-9-]{1,40})`, ([bookId = '', fileId = '']) => this.#file(bookId, fileId)),
    ]
  }

  /** Throws `media.unknown` for an address that names nothing, `media.gone` when its file is not there any more. */
  async find(address: string): Promise<MediaFile> {
    const [place = '', query = ''] = address.split('?', 2)
    const named = await this.#named(place, new URLSearchParams(query).get('v') ?? '')
    if (named === null) throw new AppError('media.unknown', 'There is no such picture, sound or file.')
    const path = this.#within(named.path)
    const facts = path === null ? null : await stat(path).catch(() => null)
    if (path === null || facts?.isFile() !== true) {
      throw new AppError('media.gone', 'The file is not there any more.')
    }
    const mediaType = named.isPage ? PAGE_TYPE : (MEDIA_TYPES[extname(path).toLowerCase()] ?? OTHER_TYPE)
    const saveAs = named.isFile || mediaType === OTHER_TYPE ? basename(path) : null
    return { path, mediaType, sizeBytes: facts.size, isVersioned: named.isVersioned, saveAs }
  }

  /** Null for a path that leaves the workspace, also by a link: an older studio's rows may hold one. */
  #within(path: string): string | null {
    try {
      return this.#studio.workspace.resolve(path)
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  }

  #named(place: string, version: string): Promise<Named | null> | Named | null {
    for (const { pattern, find } of this.#kinds) {
      const match = pattern.exec(place)
      if (match !== null) return find(match.slice(1), version)
    }
    return null
  }

  async #cover(bookId: string, size: CoverSize, version: string): Promise<Named | null> {
    const found = await this.#posters.find(bookId, size)
    return found && { path: found.path, isVersioned: found.version === version }
  }

  async #picture(id: number, size: CoverSize, version: string): Promise<Named | null> {
    const picture = this.#studio.database.pictures.get(id)
    const file = picture?.file ?? null
    if (picture === null || file === null) return null
    const path = await this.#posters.candidate(picture.bookId, file, size)
    return { path, isVersioned: version !== '' && file.sha256.startsWith(version) }
  }

  async #sample(narratorId: string, version: string): Promise<Named | null> {
    const { database, workspace } = this.#studio
    const narrator = database.narrators.get(narratorId)
    const found = narrator && (await findSample(narrator, workspace))
    return found && { path: found.path, isVersioned: found.version === version }
  }

  /** The server names the extension. */
  async #audition(auditionId: string): Promise<Named | null> {
    const { workspace } = this.#studio
    const dir = workspace.resolve(Auditions.folder(workspace.env))
    const names = await readdir(dir).catch(() => [])
    const name = names.sort().find((one) => one.startsWith(auditionId) && !one.endsWith('.part'))
    return name === undefined ? null : { path: join(dir, name), isVersioned: true }
  }

  /** The server names the extension. */
  async #trial(trialId: string, index: string): Promise<Named | null> {
    const { workspace } = this.#studio
    const dir = join(workspace.resolve(trialsFolder(workspace.env)), trialId)
    const names = await readdir(dir).catch(() => [])
    const name = names.find((one) => one === index || one.startsWith(`${index}.`))
    return name === undefined || name.endsWith('.part') ? null : { path: join(dir, name), isVersioned: true }
  }

  #chunk(id: number, version: string): Named | null {
    const path = this.#studio.database.chunks.audioPath(id)
    return path === null ? null : { path, isVersioned: version !== '' }
  }

  /** Chapters are delivered as MP3 in the order in which they are read. */
  #chapter(productionId: number, index: number, version: string): Named | null {
    const { database } = this.#studio
    const files = database.productions.get(productionId)?.metadata.files ?? []
    const chapters = files.filter(({ kind }) => kind === 'mp3')
    const path = chapters[database.chunks.spokenChapters(productionId).indexOf(index)]?.path
    return path === undefined ? null : { path, isVersioned: version !== '' }
  }

  async #release(id: ReleaseId, encoded: string, version: string): Promise<Named | null> {
    const file = decoded(encoded)
    const found = file === null ? null : await this.#releases.find(id, file)
    return found && { path: found.path, isVersioned: version !== '', isPage: file === REPORT_FILES.html }
  }

  async #file(bookId: string, fileId: string): Promise<Named | null> {
    const path = await findTitleFile(bookId, fileId, this.#studio)
    return path === null ? null : { path, isVersioned: false, isFile: true }
  }
}

/** Null for what no address of ours can be. */
function decoded(component: string): string | null {
  try {
    return decodeURIComponent(component)
  } catch {
    return null
  }
}
