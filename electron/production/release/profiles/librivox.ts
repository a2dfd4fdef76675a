import type { DeliveryProfile, RuleSource } from '#shared/models/delivery-profile.ts'
import { CLEAN_SOUND, ONE_MASTER, SEEN } from './studio-rules.ts'

const SPECIFICATION: RuleSource = {
  grade: 'A',
  source: 'https://wiki.librivox.org/index.php?direction=next&oldid=31885&title=Tech_Specs',
  seen: SEEN,
}
const SILENCE: RuleSource = {
  grade: 'C',
  source: 'http://wiki.audtip.org/wiki/adding-a-suttta-to-collection-checklist/post-process-audio',
  seen: SEEN,
}

/** The volunteers' library of public-domain readings. */
export const LIBRIVOX: DeliveryProfile = {
  ...ONE_MASTER,
  id: 'librivox',
  name: 'LibriVox',
  description: 'A section a file, 128 kbit/s, five seconds of quiet at the end',
  formats: ['mp3'],
  level: { metric: 'lufs', level: -18.5, peakDbtp: -3.5 },
  tailMs: 5000,
  mp3Kbps: 128,
  naming: 'librivox',
  layout: 'flat',
  credits: 'inside',
  sampleMaxMs: null,
  coverPx: null,
  tags: 'short',
  limits: {
    measures: {
      loudnessLufs: { min: -21, max: -16, ...SPECIFICATION },
      headMs: { min: 500, max: 1000, ...SILENCE },
      tailMs: { min: 4500, max: 5500, ...SILENCE },
      ...CLEAN_SOUND,
    },
    bitRateKbps: { min: 128, max: 128, isConstant: true, ...SPECIFICATION },
    sampleRateHz: { allowed: [44_100], ...SPECIFICATION },
    channels: { allowed: ['mono'], ...SPECIFICATION },
    codecs: { allowed: ['mp3'], ...SPECIFICATION },
    tags: { required: ['title', 'artist', 'album'], ...SPECIFICATION },
    name: SPECIFICATION,
  },
  policy: {
    light: 'red',
    rule: 'Since 2023 no sound, covers or summaries that a machine has made.',
    grade: 'A',
    source: 'https://wiki.librivox.org/index.php?title=LibriVox_and_Artificial_Intelligence_(AI)&oldid=32611',
    seen: SEEN,
  },
}
