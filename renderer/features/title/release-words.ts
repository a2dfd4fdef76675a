import { signed } from '#shared/models/check-words.ts'
import type { DeliveryProfile, NarrationPolicy, SourceGrade } from '#shared/models/delivery-profile.ts'
import type { BlastRadius, ReleaseCard, Remedy, SoundSpot } from '#shared/models/release.ts'
import type { DeliveryFormat } from '#shared/models/production.ts'
import { formatBytes, formatCount, formatDuration, formatPercent, pluralise } from '#renderer/ui/format.ts'
import type { MarkedState } from '#renderer/ui/state-mark.tsx'

/** The technical light: whether the files of a release hold what is asked of them. */
export function lightOf({ state, verdict, failedChecks, progress }: ReleaseCard): {
  state: MarkedState
  label: string
} {
  switch (state) {
    case 'none':
      return { state: 'waiting', label: 'Not built' }
    case 'building':
      return { state: 'running', label: `Building, ${formatPercent(progress)}` }
    case 'failed':
      return { state: 'needsYou', label: 'Build stopped' }
    case 'outdated':
      return { state: 'waiting', label: 'Outdated' }
    case 'ready':
      return verdict === 'fail'
        ? { state: 'failed', label: `${formatCount(failedChecks)} red` }
        : { state: 'done', label: 'Passes' }
  }
}

/** What lies in the folder, in a few words; null before the first build. */
export function sizeOf({ files, sizeBytes }: ReleaseCard): string | null {
  return files === 0 ? null : `${pluralise(files, 'file')}, ${formatBytes(sizeBytes)}`
}

/** Whether an outlet takes a synthetic voice. */
export const POLICY_WORDS: Readonly<Record<NarrationPolicy['light'], { short: string; long: string }>> = {
  green: { short: 'Accepted', long: 'Synthetic voice accepted' },
  amber: { short: 'With conditions', long: 'Synthetic voice accepted with conditions' },
  red: { short: 'Not accepted', long: 'Synthetic voice not accepted' },
}

/** How sure a rule is. */
export const GRADE_WORDS: Readonly<Record<SourceGrade, string>> = {
  A: 'Read on the outlet’s own page',
  B: 'Several independent pages agree',
  C: 'Read on one page that is not the outlet’s',
  D: 'General knowledge, not looked up',
  own: 'A rule of your own or the studio’s',
}

const MONTHS = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** `2026-11` as `November 2026`. */
export function monthOf(seen: string): string {
  const at = Date.parse(`${seen.slice(0, 7)}-01T00:00:00Z`)
  return Number.isNaN(at) ? seen : MONTHS.format(at)
}

/** What mends a red cell: for one row, and for all that need it. */
export const REMEDY_WORDS: Readonly<Record<Remedy, { one: string; all: string }>> = {
  level: { one: 'Bring to level again', all: 'Bring all {rows} to level again' },
  limit: { one: 'Limit the peaks again', all: 'Limit the peaks of all {rows} again' },
  roomTone: { one: 'Put room tone where there is nothing', all: 'Put room tone into all {rows}' },
  edges: { one: 'Set beginning and end again', all: 'Set beginning and end of all {rows} again' },
  split: { one: 'Split at a chapter end', all: 'Split all {rows}' },
  render: { one: 'Speak the passages again', all: 'Speak the passages of all {rows} again' },
  rebuild: { one: 'Make the file again', all: 'Make all {rows} again' },
  cover: { one: 'Make the cover fit', all: 'Make the cover fit' },
}

/** The remedy for all rows that need it: `Bring all 7 rows to level again`. */
export function remedyForAll(remedy: Remedy, rows: number): string {
  const { one, all } = REMEDY_WORDS[remedy]
  return rows === 1 ? one : all.replace('{rows}', pluralise(rows, 'row'))
}

const SPOT_WORDS: Readonly<Record<SoundSpot['kind'], string>> = {
  loudest: 'Loudest',
  quietest: 'Quietest',
  clipped: 'Clipped',
  silent: 'Digital silence',
  noisiest: 'Noisiest',
}

export function spotName(kind: SoundSpot['kind']): string {
  return SPOT_WORDS[kind]
}

const FORMAT_NAMES: Readonly<Record<DeliveryFormat, string>> = {
  m4b: 'M4B',
  mp3: 'MP3',
  'mp3-parts': 'MP3 in parts',
  flac: 'FLAC',
  opus: 'Opus',
  srt: 'SRT',
  vtt: 'VTT',
  epub: 'EPUB',
  video: 'video',
}

/** What a profile makes and to which level, in one line. */
export function makingOf({ formats, level, sampleRateHz }: DeliveryProfile): string {
  const metric = level.metric === 'lufs' ? 'LUFS' : 'dB RMS'
  return [
    formats.map((format) => FORMAT_NAMES[format]).join(', '),
    `${signed(level.level, 1)} ${metric}`,
    `peaks to ${signed(level.peakDbtp, 1)} dBTP`,
    `${sampleRateHz / 1000} kHz`,
  ].join(' · ')
}

/** What a build would make anew, in sentences; empty when there is nothing to do. */
export function costsOf(plan: BlastRadius): string[] {
  const sentences: string[] = []
  if (plan.encodeMs > 0) {
    sentences.push(`${pluralise(plan.chapters, 'chapter')} to encode, ${formatDuration(plan.encodeMs)} of sound.`)
  }
  if (plan.videoMs > 0) sentences.push(`${formatDuration(plan.videoMs)} of video to encode.`)
  if (plan.files.length > 0) {
    const kept =
      plan.filesKept === 0
        ? ''
        : `; ${pluralise(plan.filesKept, 'file')} can stay as ${plan.filesKept === 1 ? 'it is' : 'they are'}`
    sentences.push(`${pluralise(plan.files.length, 'file')} to write${kept}.`)
  }
  if (plan.passages > 0) {
    const time = plan.renderMs === null ? '' : `, about ${formatDuration(plan.renderMs)} of work for the servers`
    sentences.push(`Before that, produce the title again: ${pluralise(plan.passages, 'passage')} to speak anew${time}.`)
  }
  return sentences
}

/** The files of a plan by why they are made, most first. */
export function reasonsOf({ files }: BlastRadius): { why: string; files: string[] }[] {
  const reasons = new Map<string, string[]>()
  for (const { why, file } of files) reasons.set(why, [...(reasons.get(why) ?? []), file])
  return [...reasons].map(([why, names]) => ({ why, files: names })).sort((a, b) => b.files.length - a.files.length)
}
