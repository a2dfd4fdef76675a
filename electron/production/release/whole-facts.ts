import { join } from 'node:path'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import type { ReleaseManifest } from '#shared/models/release.ts'
import { readPicture } from '../pictures/picture-file.ts'
import type { WholeFacts } from './gate-file.ts'

/** What lies beside the sound of a release, read back from the disk. */
export async function wholeFacts(dir: string, manifest: ReleaseManifest, ffmpeg: Ffmpeg): Promise<WholeFacts> {
  const cover = manifest.files.find(({ kind }) => kind === 'cover')
  return { cover: cover === undefined ? null : await readPicture(join(dir, cover.file), ffmpeg) }
}
