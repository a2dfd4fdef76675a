import type { DeliveryProfile, LimitRange, RuleSource } from '#shared/models/delivery-profile.ts'

/** When the outlets' pages were read. */
export const SEEN = '2026-11'

/** A rule that no outlet has, but every good file keeps. */
export const STUDIO_RULE: RuleSource = { grade: 'own', source: 'A rule of the studio', seen: SEEN }

/** What is known of the trade, without a page to show. */
export const COMMON_KNOWLEDGE: RuleSource = { grade: 'D', source: 'Common practice, no page of the outlet', seen: SEEN }

/** One master that fits most outlets, so that they share encodings; lossy coding overshoots, hence the low ceiling. */
export const ONE_MASTER = {
  level: { metric: 'lufs', level: -20, peakDbtp: -3.5 },
  // The published rules meet only at one second before and two behind.
  headMs: 1000,
  tailMs: 2000,
  sampleRateHz: 44_100,
  aacKbps: 64,
  mp3Kbps: 192,
  opusKbps: 48,
  maxPartHours: 10,
} as const satisfies Partial<DeliveryProfile>

/** Faults that no outlet need name. */
export const CLEAN_SOUND = {
  digitalSilenceMs: {
    max: 100,
    grade: 'C',
    source: 'https://chapterpass.com/learn/acx-submission-checklist',
    seen: SEEN,
  },
  clippedSamples: { max: 0, ...STUDIO_RULE },
  dcOffset: { min: -0.005, max: 0.005, ...STUDIO_RULE },
} as const satisfies Record<string, LimitRange>

/** Each file says of which book it is. */
export const NAMED_TAGS = { required: ['title', 'artist', 'album'], ...STUDIO_RULE } as const

/** A picture for everyone; what is asked of it differs. */
export const COVER_PX = 3000
