import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFile } from '../sync-file.ts'
import { parseAnnexB, type EncodedPictures } from './annex-b.ts'
import type { VideoPlan } from './video-plan.ts'

const EXTENSION = '.h264'

/** The folder of encoded stills and fades, each named by what it is made from. */
export class SegmentStore {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
  }

  file(key: string): string {
    return join(this.#dir, `${key}${EXTENSION}`)
  }

  async has(key: string): Promise<boolean> {
    return access(this.file(key)).then(
      () => true,
      () => false,
    )
  }

  async read(key: string): Promise<EncodedPictures> {
    return parseAnnexB(await readFile(this.file(key)))
  }

  /** Has a segment written under another name, which it loses only when it is whole. */
  async write(key: string, encode: (file: string) => Promise<void>): Promise<void> {
    await mkdir(this.#dir, { recursive: true })
    const part = `${this.file(key)}.part`
    await encode(part)
    await syncFile(part)
    await rename(part, this.file(key))
  }

  /** Removes everything that no plan needs. */
  async prune(plans: readonly VideoPlan[]): Promise<void> {
    const keys = plans.flatMap(({ stills, fades, skipsKey }) => [
      skipsKey,
      ...[...stills, ...fades].map((segment) => segment.key),
    ])
    const needed = new Set(keys.map((key) => `${key}${EXTENSION}`))
    const names = await readdir(this.#dir).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    })
    for (const name of names) if (!needed.has(name)) await rm(join(this.#dir, name), { recursive: true })
  }
}
