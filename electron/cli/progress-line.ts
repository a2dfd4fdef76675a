import { assertNever } from '#shared/models/app-error.ts'
import type { Step } from '#shared/models/production.ts'
import type { ProductionProgress } from '#electron/production/progress.ts'
import { formatCount, formatDuration } from './format-values.ts'
import { cutToWidth, printable } from './text-width.ts'

const BAR = { min: 8, max: 40 } as const

/** Where a production stands, in one line without a bar. */
export function progressLine(progress: ProductionProgress): string {
  return [stepName(progress.step), ...facts(progress), printable(progress.description)].filter(Boolean).join(' · ')
}

/** Where a production stands, as two lines of at most `width` columns: bar and figures, then what is being done. */
export function progressLines(progress: ProductionProgress, width: number): string[] {
  const name = `${stepName(progress.step)} `
  const figures = ` ${facts(progress).join(' · ')}`
  const room = width - name.length - figures.length
  const bar = room >= BAR.min ? drawBar(progress.value, Math.min(room, BAR.max)) : ''
  return [`${name}${bar}${figures}`, printable(progress.description)].map((line) => cutToWidth(line, width))
}

function facts({ value, chunksDone, chunksTotal, charactersPerSecond, etaMs, step }: ProductionProgress): string[] {
  const found = [`${Math.floor(clamp(value) * 100)} %`]
  if (step === 'audio_generation' && chunksTotal > 0) {
    found.push(`chunk ${formatCount(chunksDone)}/${formatCount(chunksTotal)}`)
  }
  if (charactersPerSecond !== null) found.push(`${formatCount(charactersPerSecond)} characters/s`)
  if (etaMs !== null) found.push(`${formatDuration(etaMs)} left`)
  return found
}

function drawBar(value: number, width: number): string {
  const full = Math.round(clamp(value) * width)
  return '━'.repeat(full) + '┄'.repeat(width - full)
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** What a step does, as a producer would say it. */
export function stepName(step: Step): string {
  switch (step) {
    case 'parse_novel':
      return 'Reading the text'
    case 'metadata':
      return 'Writing the credits'
    case 'audio_generation':
      return 'Speaking'
    case 'audio_files_moved':
      return 'Checking the audio'
    case 'audio_combination_planned':
      return 'Planning the parts'
    case 'audio_combination':
      return 'Assembling'
    case 'image_prompts':
      return 'Describing pictures'
    case 'image_jobs_generation':
      return 'Ordering the cover'
    case 'image_generation':
      return 'Drawing the cover'
    case 'subtitle_generation':
      return 'Writing subtitles'
    case 'video_generation':
      return 'Rendering video'
    default:
      return assertNever(step)
  }
}
