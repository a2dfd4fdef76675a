import type { DeliveryProfile, RuleSource } from '#shared/models/delivery-profile.ts'
import { CLEAN_SOUND, COMMON_KNOWLEDGE, COVER_PX, NAMED_TAGS, ONE_MASTER, SEEN } from './studio-rules.ts'

const COMPARISON: RuleSource = {
  grade: 'C',
  source: 'https://audio-dubcheck.com/blog/audible-acx-vs-findaway-vs-spotify-audiobooks',
  seen: SEEN,
}

/** Spotify for Authors; the master of the other outlets lies at the edge of its range, so it has its own. */
export const SPOTIFY: DeliveryProfile = {
  ...ONE_MASTER,
  id: 'spotify',
  name: 'Spotify',
  description: 'Spotify for Authors: a FLAC a chapter',
  formats: ['flac'],
  level: { metric: 'lufs', level: -18, peakDbtp: -3.5 },
  naming: 'numbered',
  layout: 'flat',
  credits: 'inside',
  sampleMaxMs: null,
  coverPx: COVER_PX,
  tags: 'full',
  limits: {
    measures: {
      loudnessLufs: { min: -20, max: -14, ...COMPARISON },
      truePeakDbtp: { max: -1, ...COMPARISON },
      ...CLEAN_SOUND,
    },
    sampleRateHz: { allowed: [44_100, 48_000], ...COMPARISON },
    codecs: { allowed: ['flac', 'pcm_s16le', 'pcm_s24le'], ...COMPARISON },
    tags: NAMED_TAGS,
    cover: { minPx: 2400, isSquare: true, ...COMMON_KNOWLEDGE },
  },
  policy: {
    light: 'amber',
    rule: 'Allowed with a label: the first line of the description says that a digital voice narrates.',
    grade: 'B',
    source: 'https://midiaresearch.com/blog/spotifys-embrace-of-ai-generated-audio-is-a-blessing-and-curse-for-authors',
    seen: SEEN,
  },
}
