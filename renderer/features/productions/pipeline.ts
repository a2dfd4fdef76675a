import type { ProductionCard } from '#shared/models/production-card.ts'
import { STEPS, type Step } from '#shared/models/production.ts'
import type { MarkedState } from '#renderer/ui/state-mark.tsx'

export const STEP_NAMES: Record<Step, string> = {
  parse_novel: 'Read the text',
  metadata: 'Metadata',
  audio_generation: 'Speech',
  audio_files_moved: 'Place files',
  audio_combination_planned: 'Plan parts',
  audio_combination: 'Assemble',
  image_prompts: 'Picture prompts',
  image_jobs_generation: 'Picture jobs',
  image_generation: 'Pictures',
  subtitle_generation: 'Subtitles',
  video_generation: 'Video',
}

const PICTURE: readonly Step[] = ['image_prompts', 'image_jobs_generation', 'image_generation']
const JOINED: readonly Step[] = ['audio_combination', 'subtitle_generation', 'video_generation']
/** They stand still while the queue is paused. */
const FOR_SERVERS: readonly Step[] = ['audio_generation', 'image_generation']

export interface ShownStep {
  step: Step
  name: string
  state: MarkedState
  stateName: string
}

/** The steps of a production as its page draws them: speech and picture run side by side and meet at `joined`. */
interface Pipeline {
  speech: ShownStep[]
  picture: ShownStep[]
  joined: ShownStep[]
  /** Names of steps that were not asked for. */
  skipped: string[]
}

export function pipelineOf(card: ProductionCard): Pipeline {
  const isSkipped = (step: Step): boolean => card.skippedSteps.includes(step)
  const asked = STEPS.filter((step) => !isSkipped(step))
  const shown = (steps: readonly Step[]) => steps.map((step) => shownStep(card, step))
  return {
    speech: shown(asked.filter((step) => !PICTURE.includes(step) && !JOINED.includes(step))),
    picture: shown(asked.filter((step) => PICTURE.includes(step))),
    joined: shown(asked.filter((step) => JOINED.includes(step))),
    skipped: STEPS.filter(isSkipped).map((step) => STEP_NAMES[step]),
  }
}

function shownStep(card: ProductionCard, step: Step): ShownStep {
  const name = STEP_NAMES[step]
  switch (card.steps[step]) {
    case 'completed':
      return { step, name, state: 'done', stateName: 'done' }
    case 'failed':
      return { step, name, state: 'failed', stateName: 'failed' }
    case 'processing':
      if (card.isHeldByQueue && FOR_SERVERS.includes(step)) return { step, name, state: 'paused', stateName: 'waiting' }
      if (card.status === 'processing') return { step, name, state: 'running', stateName: 'running' }
      return { step, name, state: 'paused', stateName: 'interrupted' }
    case 'pending':
      return { step, name, state: 'waiting', stateName: 'to come' }
  }
}
