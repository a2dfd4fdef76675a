import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import { LISTENER } from './listener.ts'
import { COMMON_KNOWLEDGE } from './studio-rules.ts'

/** The Listener's file in the folders that an Audiobookshelf server reads. */
export const AUDIOBOOKSHELF: DeliveryProfile = {
  ...LISTENER,
  id: 'audiobookshelf',
  name: 'Audiobookshelf',
  description: 'A folder that a library server of one’s own takes as it is',
  layout: 'audiobookshelf',
  coverPx: 1400,
  limits: { ...LISTENER.limits, cover: { minPx: 600, isSquare: true, ...COMMON_KNOWLEDGE } },
}
