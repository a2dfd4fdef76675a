import { z } from 'zod'
import { DUPLICATE_DECISIONS, LARGEST_BOOK_BYTES, type ImportItem } from '../models/import-item.ts'
import { bytes, fileName, text } from './fields.ts'
import type { Snapshot } from './event.ts'
import { route } from './route.ts'

const importId = text(40)

/** Files on their way to the shelf. */
export const IMPORT_ROUTES = {
  'import.list': route({})<Snapshot<ImportItem>>(),
  /** Settles when the file was read, or waits for a decision, or failed: each is a status, not an error. */
  'import.add': route({ name: fileName, bytes: bytes(LARGEST_BOOK_BYTES) })<ImportItem>(),
  /** Asks for files or a folder with the system's dialog; `host.noDialog` in a browser, which has its own. */
  'import.choose': route({ kind: z.enum(['files', 'folder']) })<{ files: number }>(),
  /** Puts the books that come with the studio on the shelf. */
  'import.samples': route({})<{ files: number }>(),
  'import.decide': route({ importId, decision: z.enum(DUPLICATE_DECISIONS) })<ImportItem>(),
  /** Stops what waits or is being read; what is on the shelf stays there. */
  'import.cancel': route({ importId: importId.optional() })<null>(),
  /** Forgets what is settled. */
  'import.clear': route({})<null>(),
} as const
