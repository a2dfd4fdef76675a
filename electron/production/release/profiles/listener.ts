import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import { CLEAN_SOUND, COMMON_KNOWLEDGE, ONE_MASTER, STUDIO_RULE } from './studio-rules.ts'

/** One file for phones and players. */
export const LISTENER: DeliveryProfile = {
  ...ONE_MASTER,
  id: 'listener',
  name: 'Listener',
  description: 'One M4B with chapters and cover, for phones, players and friends',
  formats: ['m4b'],
  naming: 'title',
  layout: 'flat',
  credits: 'inside',
  sampleMaxMs: null,
  coverPx: null,
  tags: 'full',
  limits: {
    measures: {
      loudnessLufs: { min: -21, max: -17, ...COMMON_KNOWLEDGE },
      truePeakDbtp: { max: -1, grade: 'B', source: 'http://junger-audio.com/en/glossar/ebu-r128', seen: '2026-11' },
      ...CLEAN_SOUND,
    },
    codecs: { allowed: ['aac'], ...STUDIO_RULE },
    tags: { required: ['title', 'artist', 'album', 'composer'], ...STUDIO_RULE },
    chapterMarks: STUDIO_RULE,
    embeddedCover: { minPx: 600, ...COMMON_KNOWLEDGE },
  },
  policy: {
    light: 'green',
    rule: 'No rule but the law and the licence of the voice.',
    ...STUDIO_RULE,
  },
}
