import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { Check, FileFacts } from '#shared/models/release.ts'
import { checked } from './gate-check.ts'
import type { ExpectedFacts } from './gate-file.ts'
import { limitInWords } from '#shared/models/check-words.ts'

/** Marks may end a little before or behind the sound: encoders pad. */
const MARK_TOLERANCE_MS = 100
/** What a constant rate may differ by in a file with tags and cover. */
const RATE_TOLERANCE = 0.01

/** Checks of what a file says about itself; `holdsChapters` for a book or a part of it. */
export function checkFacts(
  { limits }: Pick<DeliveryProfile, 'limits'>,
  facts: FileFacts,
  options: { holdsChapters: boolean; expected: ExpectedFacts },
): Check[] {
  return [
    checkCodec(limits, facts),
    ...checkBitRate(limits, facts),
    checkSampleRate(limits, facts),
    checkChannels(limits, facts),
    checkTags(limits, facts, options.expected),
    ...(options.holdsChapters ? [checkMarks(limits, facts, options.expected)] : []),
    ...(limits.embeddedCover === undefined ? [] : [checkEmbeddedCover(limits.embeddedCover.minPx, facts)]),
  ]
}

type Limits = DeliveryProfile['limits']

const CODEC_NAMES: Readonly<Record<string, string>> = { mp3: 'MP3', aac: 'AAC', flac: 'FLAC', opus: 'Opus' }

function checkCodec({ codecs }: Limits, { codec }: FileFacts): Check {
  const nameOf = (name: string) => (name.startsWith('pcm_') ? 'WAV' : (CODEC_NAMES[name] ?? name))
  const allowed = codecs === undefined ? null : [...new Set(codecs.allowed.map(nameOf))].join(' or ')
  const isAllowed = codecs?.allowed.includes(codec) ?? true
  return checked('codec', {
    found: nameOf(codec),
    limit: allowed,
    reason: isAllowed ? null : `${nameOf(codec)} is not taken here.`,
  })
}

function checkBitRate({ bitRateKbps: range }: Limits, facts: FileFacts): Check[] {
  const { bitRateKbps, channels, codec, isConstantBitRate } = facts
  const isLossless = /^(?:flac|alac|pcm_)/.test(codec)
  const min = channels === 'mono' ? range?.min : (range?.stereoMin ?? range?.min)
  const found = Math.round(bitRateKbps)
  const bounds = { ...(min !== undefined && { min }), ...(range?.max !== undefined && { max: range.max }) }
  const isBound = !isLossless && Object.keys(bounds).length > 0
  const isLow = isBound && bitRateKbps < (min ?? 0) * (1 - RATE_TOLERANCE)
  const isHigh = isBound && bitRateKbps > (range?.max ?? Infinity) * (1 + RATE_TOLERANCE)
  const rate = checked('bitRate', {
    found,
    limit: isBound ? limitInWords('bitRate', bounds) : null,
    reason: isLow
      ? 'It has fewer bits for each second than is asked for.'
      : isHigh
        ? 'It has more bits for each second than is asked for.'
        : null,
  })
  if (isConstantBitRate === null) return [rate]
  const mustBeConstant = range?.isConstant === true
  const constant = checked('constantBitRate', {
    found: isConstantBitRate ? 'constant' : 'variable',
    limit: mustBeConstant ? 'constant' : null,
    reason: mustBeConstant && !isConstantBitRate ? 'Its bit rate varies from frame to frame.' : null,
  })
  return [rate, constant]
}

function checkSampleRate({ sampleRateHz: rule }: Limits, { sampleRateHz, codec }: FileFacts): Check {
  const isBound = rule !== undefined && (rule.onlyFor?.includes(codec) ?? true)
  return checked('sampleRate', {
    found: sampleRateHz,
    limit: isBound ? `${rule.allowed.join(' or ')} Hz` : null,
    reason:
      isBound && !rule.allowed.includes(sampleRateHz)
        ? 'Sound at another rate is refused, or changed by the outlet.'
        : null,
  })
}

const CHANNELS_IN_WORDS: Readonly<Record<FileFacts['channels'], string>> = {
  mono: 'Mono',
  stereo: 'Stereo',
  'joint stereo': 'Joint stereo',
  more: 'Sound of more than two channels',
}

function checkChannels({ channels: rule }: Limits, { channels }: FileFacts): Check {
  const allowed: readonly string[] | undefined = rule?.allowed
  return checked('channels', {
    found: channels,
    limit: allowed === undefined ? null : allowed.join(' or '),
    reason: (allowed?.includes(channels) ?? true) ? null : `${CHANNELS_IN_WORDS[channels]} is not taken here.`,
  })
}

function checkTags({ tags: rule }: Limits, { tags }: FileFacts, { tags: expected = {} }: ExpectedFacts): Check {
  const required = rule?.required ?? []
  const missing = required.filter((name) => !tags[name]?.trim())
  const wrong = required.filter(
    (name) => !missing.includes(name) && expected[name] !== undefined && tags[name] !== expected[name],
  )
  const faults = [
    ...(missing.length > 0 ? [`There is no ${missing.join(', no ')}`] : []),
    ...wrong.map((name) => `The ${name} is “${tags[name] ?? ''}” and not “${expected[name] ?? ''}”`),
  ]
  const present = Object.keys(tags).filter((name) => tags[name]?.trim())
  return checked('tags', {
    found:
      required.length === 0 ? present.length : required.filter((name) => !missing.includes(name)).join(', ') || 'none',
    limit: rule === undefined ? null : required.join(', '),
    reason: faults.length === 0 ? null : `${faults.join('. ')}.`,
  })
}

function checkMarks({ chapterMarks: rule }: Limits, { marks, durationMs }: FileFacts, expected: ExpectedFacts): Check {
  const found = marks.length
  if (rule === undefined) return checked('chapterMarks', { found, limit: null, reason: null })
  const limit =
    expected.marks === undefined ? 'at least one, from 0:00 on, in order' : `${expected.marks}, from 0:00 on, in order`
  return checked('chapterMarks', { found, limit, reason: faultOfMarks(marks, durationMs, expected.marks) })
}

function faultOfMarks(marks: FileFacts['marks'], durationMs: number, expected: number | undefined): string | null {
  const [first] = marks
  if (first === undefined) return 'It has no chapter marks.'
  if (expected !== undefined && marks.length !== expected)
    return `It has ${marks.length} chapter marks in place of ${expected}.`
  if (first.startMs > MARK_TOLERANCE_MS) return 'Its first chapter does not begin at 0:00.'
  const isBackwards = marks.some(({ startMs }, index) => index > 0 && startMs <= (marks[index - 1]?.startMs ?? 0))
  if (isBackwards) return 'Its chapter marks are not in order.'
  if ((marks.at(-1)?.startMs ?? 0) >= durationMs) return 'Its last chapter begins behind the end of the sound.'
  const untitled = marks.findIndex(({ title }) => title.trim() === '')
  return untitled < 0 ? null : `Chapter mark ${untitled + 1} has no title.`
}

function checkEmbeddedCover(minPx: number, { cover }: FileFacts): Check {
  return checked('cover', {
    found: cover === null ? 'none' : `${cover.widthPx} × ${cover.heightPx}`,
    limit: `at least ${minPx} × ${minPx} pixels, inside the file`,
    reason:
      cover === null
        ? 'There is no cover in the file.'
        : Math.min(cover.widthPx, cover.heightPx) < minPx
          ? 'The cover in the file is too small.'
          : null,
    remedy: 'cover',
  })
}
