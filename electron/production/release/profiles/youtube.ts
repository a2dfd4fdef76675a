import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import { CLEAN_SOUND, COMMON_KNOWLEDGE, ONE_MASTER, SEEN } from './studio-rules.ts'

/** YouTube: video in parts of at most ten hours. It turns down what is louder than about −14 LUFS and lifts nothing. */
export const YOUTUBE: DeliveryProfile = {
  ...ONE_MASTER,
  id: 'youtube',
  name: 'YouTube',
  description: 'A video a part, with subtitles, description, chapter list and thumbnail',
  formats: ['video', 'srt'],
  level: { metric: 'lufs', level: -16, peakDbtp: -2 },
  aacKbps: 128,
  naming: 'title',
  layout: 'youtube',
  credits: 'inside',
  sampleMaxMs: null,
  coverPx: null,
  tags: 'short',
  limits: {
    measures: {
      loudnessLufs: { min: -18, max: -14, ...COMMON_KNOWLEDGE },
      truePeakDbtp: { max: -1, ...COMMON_KNOWLEDGE },
      durationMs: { max: 12 * 3_600_000, ...COMMON_KNOWLEDGE },
      ...CLEAN_SOUND,
    },
    sampleRateHz: { allowed: [44_100, 48_000], ...COMMON_KNOWLEDGE },
    codecs: { allowed: ['aac'], ...COMMON_KNOWLEDGE },
  },
  policy: {
    light: 'amber',
    rule: 'Realistic synthetic media need the “altered content” switch. A stock voice over still pictures lies outside the words of the rule, a cloned voice of a real person inside.',
    grade: 'B',
    source: 'https://boingboing.net/2024/03/19/youtube-requires-realistic-ai-to-be-labeled.html',
    seen: SEEN,
  },
}
