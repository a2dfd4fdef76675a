import type { DeliveryProfile, RuleSource } from '#shared/models/delivery-profile.ts'
import { CLEAN_SOUND, COMMON_KNOWLEDGE, COVER_PX, NAMED_TAGS, ONE_MASTER, SEEN } from './studio-rules.ts'

const SPECIFICATION: RuleSource = { grade: 'B', source: 'https://audio-dubcheck.com/specs/acx', seen: SEEN }
const HELP: RuleSource = {
  grade: 'A',
  source: 'https://help.acx.com/s/article/what-are-the-acx-audio-submission-requirements',
  seen: SEEN,
}

/** Audible's submission desk: levels are RMS, not LUFS, and are measured on the MP3. */
export const ACX: DeliveryProfile = {
  ...ONE_MASTER,
  id: 'acx',
  name: 'ACX',
  description: 'Audible, Amazon and Apple by way of ACX: an MP3 a chapter, credits and a retail sample',
  formats: ['mp3'],
  level: { metric: 'rms', level: -20.5, peakDbtp: -3.5 },
  naming: 'numbered',
  layout: 'flat',
  credits: 'files',
  sampleMaxMs: 300_000,
  coverPx: COVER_PX,
  tags: 'full',
  limits: {
    measures: {
      rmsDbfs: { min: -23, max: -18, ...SPECIFICATION },
      // Stricter than the samples themselves: what lies between them counts too.
      truePeakDbtp: { max: -3, ...SPECIFICATION },
      noiseFloorDbfs: { max: -60, ...SPECIFICATION },
      headMs: { min: 500, max: 1000, ...SPECIFICATION },
      tailMs: { min: 1000, max: 5000, ...SPECIFICATION },
      durationMs: { max: 120 * 60_000, ...SPECIFICATION },
      ...CLEAN_SOUND,
    },
    bitRateKbps: { min: 192, isConstant: true, ...SPECIFICATION },
    sampleRateHz: { allowed: [44_100], ...SPECIFICATION },
    channels: {
      allowed: ['mono', 'stereo'],
      isUniform: true,
      grade: 'A',
      source: 'https://acx-horizonte.audible.com/help/rules-for-audiobook-production/200485520',
      seen: SEEN,
    },
    codecs: { allowed: ['mp3'], ...SPECIFICATION },
    tags: NAMED_TAGS,
    cover: { minPx: 2400, isSquare: true, ...COMMON_KNOWLEDGE },
    credits: HELP,
    sample: HELP,
  },
  policy: {
    light: 'red',
    rule: 'Human narration unless authorised; the only opening is an invited voice replica that its narrator owns.',
    grade: 'B',
    source: 'https://chapterpass.com/learn/acx-human-narration-policy',
    seen: SEEN,
    conflict:
      'The page of one vendor claims that such files are taken: https://vois-web.pages.dev/blog/acx-audiobook-compliance-ai-voices',
  },
}
