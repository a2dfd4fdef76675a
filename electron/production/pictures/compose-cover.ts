import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import type { CoverWords } from '#electron/engine/cover/cover-words.ts'
import type { Image } from '#electron/engine/media.ts'
import { WorkerPool } from '#electron/engine/workers/worker-pool.ts'
import { readPixels, writeJpeg, type PixelSize } from './picture-pixels.ts'

/** What a picture for a release is made of. */
export type CoverRecipe = PixelSize & {
  source:
    | { kind: 'file'; file: string; shape: 'cut' | 'whole' }
    /** Set in type in the very size, so that no letter is enlarged. */
    | { kind: 'drawing'; title: string; author: string; seed: number }
  /** Null: the picture has its words already, or is to have none. */
  words: CoverWords | null
}

const DEADLINE_MS = 120_000

/**
 * Makes a JPEG by a recipe; the same recipe gives the same bytes. `missing` names texts that no font on this machine has the letters for.
 *
 * Throws `picture.unreadable`, `media.ffmpegFailed`.
 */
export async function composeCover(
  recipe: CoverRecipe,
  file: string,
  { ffmpeg, signal }: { ffmpeg: Ffmpeg; signal?: AbortSignal | undefined },
): Promise<{ missing: string[] }> {
  const dir = await mkdtemp(join(tmpdir(), 'e3-cover-'))
  const workers = new WorkerPool(1)
  const limits = { signal: signal ?? new AbortController().signal, deadlineMs: DEADLINE_MS }
  try {
    const { image, missing } = await drawGround(recipe)
    const set = recipe.words === null ? null : await workers.run('setWords', { image, ...recipe.words }, limits)
    await writeJpeg(set?.image ?? image, file, { ffmpeg, signal, raw: join(dir, 'raw') })
    return { missing: [...missing, ...(set?.missing ?? [])] }
  } finally {
    await workers.close()
    await rm(dir, { recursive: true, force: true })
  }

  async function drawGround({ source, widthPx, heightPx }: CoverRecipe): Promise<{ image: Image; missing: string[] }> {
    const size = { widthPx, heightPx }
    if (source.kind === 'drawing') {
      const { title, author, seed } = source
      return workers.run('drawCover', { title, author, palette: 'auto', seed, ...size }, limits)
    }
    const part = join(dir, 'pixels')
    return { image: await readPixels(source.file, size, { ffmpeg, signal, part, shape: source.shape }), missing: [] }
  }
}
