import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import { CLEAN_SOUND, COMMON_KNOWLEDGE, NAMED_TAGS, ONE_MASTER, STUDIO_RULE } from './studio-rules.ts'

/** A feed of one's own: an episode a chapter; its master is that of YouTube. */
export const PODCAST: DeliveryProfile = {
  ...ONE_MASTER,
  id: 'podcast',
  name: 'Podcast feed',
  description: 'An MP3 a chapter with an RSS feed, ready to be put on a web server',
  formats: ['mp3'],
  level: { metric: 'lufs', level: -16, peakDbtp: -2 },
  mp3Kbps: 128,
  naming: 'numbered',
  layout: 'feed',
  credits: 'inside',
  sampleMaxMs: null,
  coverPx: 3000,
  tags: 'full',
  limits: {
    measures: {
      loudnessLufs: { min: -17, max: -15, ...COMMON_KNOWLEDGE },
      truePeakDbtp: { max: -1, ...COMMON_KNOWLEDGE },
      ...CLEAN_SOUND,
    },
    sampleRateHz: { allowed: [44_100], ...COMMON_KNOWLEDGE },
    codecs: { allowed: ['mp3'], ...COMMON_KNOWLEDGE },
    tags: NAMED_TAGS,
    cover: { minPx: 1400, maxPx: 3000, isSquare: true, ...COMMON_KNOWLEDGE },
  },
  policy: {
    light: 'green',
    rule: 'A feed of one’s own has no rule but the law and the licence of the voice. Directories that list it may ask for a label.',
    ...STUDIO_RULE,
  },
}
