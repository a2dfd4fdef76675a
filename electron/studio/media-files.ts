import { AppError } from '#shared/models/app-error.ts'
import type { Studio } from './open-studio.ts'

/** A file that a window may show or play. */
export interface MediaFile {
  /** Absolute. */
  path: string
  mediaType: string
  sizeBytes: number
  /** The address changes with the content, so a window may keep what it got. */
  isVersioned: boolean
}

/** Finds the files behind the addresses of `shared/contract/media.ts`: ids go in, never paths. */
export class MediaFiles {
  readonly #studio: Pick<Studio, 'database' | 'foundry' | 'workspace'>

  constructor(studio: Pick<Studio, 'database' | 'foundry' | 'workspace'>) {
    this.#studio = studio
  }

  /** Throws `media.unknown` for an address that names nothing. */
  find(address: string): Promise<MediaFile> {
    const { root } = this.#studio.workspace
    return Promise.reject(new AppError('media.unknown', `There is nothing at ${address} in ${root}.`))
  }
}
