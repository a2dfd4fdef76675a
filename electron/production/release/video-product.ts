import { availableParallelism } from 'node:os'
import { rm } from 'node:fs/promises'
import { joinAdts } from '#electron/audio/adts.ts'
import { makeVideo } from '#electron/audio/video/make-video.ts'
import { planVideo } from '#electron/audio/video/video-plan.ts'
import { VIDEO_LOOK, type VideoPart, type VideoShot } from '#electron/audio/video/video-part.ts'
import type { ChapterMark } from '#electron/audio/ffmetadata.ts'
import { AppError } from '#shared/models/app-error.ts'
import { partMarks } from './part-clock.ts'
import { partTitle, type Part } from './parts.ts'
import type { MakeContext, UnnamedProduct } from './product.ts'
import type { Recipe, ScenePicture, Track } from './recipe.ts'
import { trackKeys } from './sound-products.ts'
import { partCues, wordFacts } from './subtitle-products.ts'

/** A part as a video: cover and scenes, a card before each chapter, subtitles to switch on. */
export function videoProduct(part: Part, recipe: Recipe): UnnamedProduct {
  const scenes = recipe.scenes.filter(({ chapterIndex }) =>
    part.tracks.some((track) => track.chapterIndex === chapterIndex),
  )
  return {
    role: 'part',
    extension: 'mp4',
    ...{ kind: 'video', title: partTitle(part, recipe), chapterIndex: null },
    facts: {
      ...wordFacts(part.tracks, recipe),
      sound: trackKeys(part.tracks, 'aac', recipe),
      tags: recipe.tags,
      cover: recipe.cover?.key ?? null,
      scenes: scenes.map(({ key, chapterIndex, paragraphIndex }) => [key, chapterIndex, paragraphIndex]),
      look: VIDEO_LOOK,
      place: [part.index, part.count],
    },
    needs: part.tracks.map((track) => ({ track, codecs: ['aac'], needsPauses: true })),
    make: async (output, context) => {
      const { ffmpeg, segmentsDir, videoPlans, soundOf, signal, onProgress } = context
      const audioFile = `${output}.aac`
      await joinAdts(
        part.tracks.map((track) => soundOf(track, 'aac')),
        audioFile,
      )
      const video = await videoPart(part, scenes, context)
      const plan = planVideo(video, VIDEO_LOOK, ffmpeg.version)
      videoPlans.push(plan)
      const facts = await makeVideo(
        output,
        audioFile,
        { part: video, plan },
        { ffmpeg, look: VIDEO_LOOK, segmentsDir, concurrency: availableParallelism(), signal, onProgress },
      )
      await rm(audioFile)
      return facts.durationMs
    },
  }
}

async function videoPart(part: Part, scenes: readonly ScenePicture[], context: MakeContext): Promise<VideoPart> {
  const { recipe } = context
  if (recipe.cover === null) {
    throw new AppError('release.noCover', `${recipe.tags.title} has no cover for its video. Choose one in Pictures.`)
  }
  const chapters = await partMarks(part, context)
  const { cues, durationMs } = await partCues(part, context)
  const opening = part.tracks[0]?.words.passages.findLast(({ role }) => role === 'opening')
  return {
    ...{ index: part.index, count: part.count, durationMs, tags: recipe.tags, chapters, cues, cover: recipe.cover },
    shots: scenes.flatMap((scene) => shotOf(scene, part.tracks, chapters)).sort((a, b) => a.startMs - b.startMs),
    openingMs: part.index === 1 ? (opening?.endMs ?? 0) : 0,
  }
}

/** A scene comes with the words of its paragraph. */
function shotOf(scene: ScenePicture, tracks: readonly Track[], chapters: readonly ChapterMark[]): VideoShot[] {
  const place = tracks.findIndex(({ chapterIndex }) => chapterIndex === scene.chapterIndex)
  const passage = tracks[place]?.words.passages.find(
    ({ source }) => source !== null && source.end > scene.sourceStart && source.start <= scene.sourceStart,
  )
  const mark = chapters[place]
  const source = passage?.source ?? null
  if (passage === undefined || source === null || mark === undefined) return []
  const { startMs, endMs } = passage
  const share = (scene.sourceStart - source.start) / Math.max(1, source.end - source.start)
  return [{ file: scene.file, key: scene.key, startMs: mark.startMs + startMs + share * (endMs - startMs) }]
}
