import type { DeliveryProfile, RuleSource } from '#shared/models/delivery-profile.ts'
import { SPOTIFY } from './spotify.ts'
import { CLEAN_SOUND, COMMON_KNOWLEDGE, COVER_PX, NAMED_TAGS, ONE_MASTER, SEEN } from './studio-rules.ts'

const COMPARISON: RuleSource = {
  grade: 'C',
  source: 'https://audio-dubcheck.com/blog/audible-acx-vs-findaway-vs-spotify-audiobooks',
  seen: SEEN,
}
const FILES: RuleSource = {
  grade: 'A',
  source: 'https://blog.findawayvoices.com/mastering-your-audiobook-for-findaway-voices-video-deep-dive/',
  seen: SEEN,
}

/** INaudio, which was Findaway Voices. */
export const INAUDIO: DeliveryProfile = {
  ...ONE_MASTER,
  id: 'inaudio',
  name: 'INaudio',
  description: 'INaudio (formerly Findaway Voices): a FLAC a chapter, credits as files of their own',
  formats: ['flac'],
  naming: 'numbered',
  layout: 'flat',
  credits: 'files',
  sampleMaxMs: null,
  coverPx: COVER_PX,
  tags: 'full',
  limits: {
    measures: {
      loudnessLufs: { min: -23, max: -18, ...COMPARISON },
      truePeakDbtp: { max: -3, ...COMPARISON },
      noiseFloorDbfs: { max: -60, ...COMPARISON },
      headMs: { min: 900, max: 1100, ...COMPARISON },
      tailMs: { min: 2000, max: 5000, ...COMPARISON },
      ...CLEAN_SOUND,
    },
    sampleRateHz: { allowed: [44_100], ...COMPARISON },
    codecs: { allowed: ['flac', 'pcm_s16le', 'pcm_s24le'], ...FILES },
    tags: NAMED_TAGS,
    cover: { minPx: 2400, isSquare: true, ...COMMON_KNOWLEDGE },
    credits: FILES,
  },
  policy: SPOTIFY.policy,
}
