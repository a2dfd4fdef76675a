import type { DeliveryProfile, RuleSource } from '#shared/models/delivery-profile.ts'
import { CLEAN_SOUND, COVER_PX, NAMED_TAGS, ONE_MASTER, SEEN } from './studio-rules.ts'

const FILES: RuleSource = {
  grade: 'A',
  source: 'https://support.google.com/books/partner/answer/3424254',
  seen: SEEN,
}
const NAMES: RuleSource = { ...FILES, source: 'https://support.google.com/books/partner/answer/7504302' }

/** Google Play Books. */
export const GOOGLE_PLAY: DeliveryProfile = {
  ...ONE_MASTER,
  id: 'google-play',
  name: 'Google Play',
  description: 'Google Play Books: an MP3 a chapter, named by identifier and place',
  formats: ['mp3'],
  naming: 'parts-of',
  layout: 'flat',
  credits: 'inside',
  sampleMaxMs: null,
  coverPx: COVER_PX,
  tags: 'full',
  limits: {
    measures: CLEAN_SOUND,
    bitRateKbps: { min: 128, stereoMin: 256, ...FILES },
    sampleRateHz: {
      allowed: [44_100, 48_000, 88_200, 96_000, 176_400, 192_000],
      onlyFor: ['flac', 'pcm_s16le', 'pcm_s24le'],
      ...FILES,
    },
    codecs: { allowed: ['mp3', 'aac', 'flac', 'pcm_s16le', 'pcm_s24le'], ...FILES },
    tags: NAMED_TAGS,
    name: NAMES,
    cover: {
      minPx: 2500,
      maxPx: 3000,
      isSquare: true,
      grade: 'C',
      source: 'https://coharmonify.com/resource-articles/audiobook-platform-upload-spec-sheet/',
      seen: SEEN,
    },
    titleMs: { min: 5 * 60_000, max: 100 * 3_600_000, ...FILES },
  },
  policy: {
    light: 'amber',
    rule: 'Reported as open to synthetic narration. Declare it.',
    grade: 'C',
    source: 'https://tomevox.com/blog-publish-on-audible.html',
    seen: SEEN,
  },
}
