import { z } from 'zod'
import type { DeliveryProfile } from '../models/delivery-profile.ts'
import {
  REMEDIES,
  type BlastRadius,
  type ReleaseImpact,
  type ReleaseCard,
  type ReleaseFile,
  type ReleaseReport,
} from '../models/release.ts'
import { TITLE_LIMITS } from '../models/title-card.ts'
import type { Snapshot } from './event.ts'
import { folderId, language, rowId, text } from './fields.ts'
import { route } from './route.ts'

const release = { productionId: rowId, profileId: folderId }

/** What is handed in to outlets: built, measured, mended. */
export const RELEASE_ROUTES = {
  /** The outlets' profiles and the producer's own; `problem` is why those are not there. */
  'release.profiles': route({})<{ profiles: DeliveryProfile[]; problem: string | null }>(),
  /** One card for each profile of each finished production of a book. */
  'release.list': route({ bookId: folderId })<Snapshot<ReleaseCard>>(),
  /** What a build would make anew. */
  'release.plan': route(release)<BlastRadius>(),
  /** Builds and measures; what has become of it is told by `release.changed`. Throws `release.notFinished`. */
  /** What a change would make anew, wherever something was made already; changes nothing. */
  'release.impact': route({
    bookId: folderId,
    changes: z.strictObject({
      title: text(TITLE_LIMITS.titleCharacters).optional(),
      author: text(TITLE_LIMITS.authorCharacters).optional(),
      language: language.optional(),
      publicationYear: z.int().min(-3000).max(2200).nullable().optional(),
      pausePreset: z.string().max(40).nullable().optional(),
    }),
  })<ReleaseImpact[]>(),
  'release.build': route(release)<ReleaseCard>(),
  'release.stop': route(release)<ReleaseCard>(),
  /** The gate's last answer; null before the first build. */
  'release.report': route(release)<ReleaseReport | null>(),
  /** Mends what is red, only the chapters concerned, and measures again. Throws `release.nothingToMend`. */
  'release.mend': route({
    ...release,
    /** Rows by their place in the report; null is all that the remedy can mend. */
    rows: z.array(z.int().nonnegative()).max(10_000).nullable(),
    remedy: z.enum(REMEDIES).nullable(),
  })<ReleaseCard>(),
  /** What lies in the folder of the release; none before the first build. */
  'release.files': route(release)<ReleaseFile[]>(),
  /** Shows the folder of the release in the system's file manager. */
  'release.show': route(release)<null>(),
  /** Prints the report to a PDF that the producer names in a dialog of the system; null when it was closed. Throws `host.noPrinter` in a browser. */
  'release.savePdf': route(release)<{ name: string } | null>(),
} as const
