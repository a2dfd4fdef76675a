import type { DeliveryFormat, Step } from '#shared/models/production.ts'
import { audioCombination } from './steps/audio-combination.ts'
import { audioCombinationPlanned } from './steps/audio-combination-planned.ts'
import { audioFilesMoved } from './steps/audio-files-moved.ts'
import { audioGeneration } from './steps/audio-generation.ts'
import { imageGeneration } from './steps/image-generation.ts'
import { imageJobsGeneration } from './steps/image-jobs-generation.ts'
import { imagePrompts } from './steps/image-prompts.ts'
import { metadata } from './steps/metadata.ts'
import { parseNovel } from './steps/parse-novel.ts'
import { subtitleGeneration } from './steps/subtitle-generation.ts'
import { videoGeneration } from './steps/video-generation.ts'
import type { RunStep } from './step.ts'

interface PipelineStep {
  step: Step
  run: RunStep
}

/** Text to placed audio, in order. */
export const SPEECH_BRANCH: readonly PipelineStep[] = [
  { step: 'parse_novel', run: parseNovel },
  { step: 'metadata', run: metadata },
  { step: 'audio_generation', run: audioGeneration },
  { step: 'audio_files_moved', run: audioFilesMoved },
  { step: 'audio_combination_planned', run: audioCombinationPlanned },
]

/** The cover and the scenes, made beside the speech. */
export const PICTURE_BRANCH: readonly PipelineStep[] = [
  { step: 'image_prompts', run: imagePrompts },
  { step: 'image_jobs_generation', run: imageJobsGeneration },
  { step: 'image_generation', run: imageGeneration },
]

/** What needs both branches. */
export const DELIVERY_BRANCH: readonly PipelineStep[] = [
  { step: 'audio_combination', run: audioCombination },
  { step: 'subtitle_generation', run: subtitleGeneration },
  { step: 'video_generation', run: videoGeneration },
]

/** Steps that these formats do not ask for: they stay pending and are named in the production's metadata. */
export function skippedSteps(formats: readonly DeliveryFormat[]): Step[] {
  const hasAny = (...of: DeliveryFormat[]) => formats.some((format) => of.includes(format))
  return [
    ...(hasAny('srt', 'vtt', 'epub') ? [] : (['subtitle_generation'] as const)),
    ...(hasAny('video') ? [] : (['video_generation'] as const)),
  ]
}
