import type { ChapterMark } from '#electron/audio/ffmetadata.ts'
import { joinedMarks } from '#electron/audio/finish-files.ts'
import { mp3Marks } from '#electron/audio/mp3-join.ts'
import type { Codec } from '#electron/audio/codec.ts'
import { plannedDurationMs } from '#electron/audio/plan-chapter.ts'
import type { Part } from './parts.ts'
import type { MakeContext } from './product.ts'
import type { Recipe } from './recipe.ts'

/** The codec whose joined file others are timed by; null where a release has no file of a whole part. */
export function clockCodec({ profile }: Recipe): Codec | null {
  const { formats } = profile
  if (formats.includes('m4b') || formats.includes('video')) return 'aac'
  return formats.includes('mp3-parts') ? 'mp3' : null
}

/** Where the chapters of a part begin in the part's own sound, which is a little longer than planned: frames are whole. */
export async function partMarks({ tracks }: Part, { recipe, soundOf }: MakeContext): Promise<ChapterMark[]> {
  const codec = clockCodec(recipe)
  if (codec !== null) {
    const chapters = tracks.map((track) => ({ title: track.title, file: soundOf(track, codec) }))
    return codec === 'aac' ? joinedMarks(chapters, recipe.settings) : mp3Marks(chapters, recipe.settings)
  }
  let endMs = 0
  return tracks.map(({ title, plan }) => {
    const startMs = endMs
    endMs += plannedDurationMs(plan)
    return { title, startMs, endMs }
  })
}
