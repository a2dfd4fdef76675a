import type { JobInputValue } from '#shared/models/job.ts'

const NAMES: Readonly<Record<string, string>> = {
  text: 'Text to speak',
  prompt: 'Prompt',
  negative_prompt: 'What to avoid',
  lyrics: 'Lyrics',
  voice_sample: 'Voice sample',
  sample_text: 'What the sample says',
  voice: 'Voice',
  instruct: 'Directions',
  language: 'Language',
  speed: 'Speed',
  seed: 'Seed',
  image: 'Picture to start from',
  width: 'Width',
  height: 'Height',
  steps: 'Steps',
  seconds: 'Length in seconds',
  model: 'Model',
  filename_prefix: 'File name',
}

/** A logical input in plain words: `cfg_weight` becomes “Cfg weight”. */
export function inputWord(name: string): string {
  return NAMES[name] ?? asWords(name)
}

/** A name of a file or a graph as words. */
export function asWords(name: string): string {
  const plain = name.replaceAll('_', ' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** What a value of a graph may be used as, those that many graphs have. */
export const COMMON_INPUTS: readonly string[] = Object.keys(NAMES)

const LONGEST_VALUE = 80

/** A template's own value on one line. */
export function valueWords(value: JobInputValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  const text = String(value).replace(/\s+/g, ' ').trim()
  if (text === '') return 'empty'
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text
}
