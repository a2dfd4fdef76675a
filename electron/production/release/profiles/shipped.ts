import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import { ACX } from './acx.ts'
import { AUDIOBOOKSHELF } from './audiobookshelf.ts'
import { GOOGLE_PLAY } from './google-play.ts'
import { INAUDIO } from './inaudio.ts'
import { LIBRIVOX } from './librivox.ts'
import { LISTENER } from './listener.ts'
import { PODCAST } from './podcast.ts'
import { SPOTIFY } from './spotify.ts'
import { YOUTUBE } from './youtube.ts'

/** The profiles that come with the studio, in the order in which they are offered. */
export const SHIPPED_PROFILES: readonly DeliveryProfile[] = [
  LISTENER,
  AUDIOBOOKSHELF,
  ACX,
  LIBRIVOX,
  GOOGLE_PLAY,
  SPOTIFY,
  INAUDIO,
  YOUTUBE,
  PODCAST,
]
