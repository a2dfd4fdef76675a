import { z } from 'zod'
import {
  TITLE_LIMITS,
  type ChapterText,
  type RemovedTitle,
  type TitleCard,
  type TitleDetails,
  type TitleFile,
} from '../models/title-card.ts'
import { folderId, language, text } from './fields.ts'
import type { Snapshot } from './event.ts'
import { route } from './route.ts'

const bookId = folderId
const webAddress = z.url({ protocol: /^https?$/ }).max(TITLE_LIMITS.urlCharacters)

/** The bookshelf. */
export const TITLE_ROUTES = {
  'title.list': route({})<Snapshot<TitleCard>>(),
  /** Best match first. */
  'title.search': route({ text: z.string().max(200), limit: z.int().min(1).max(10_000) })<{ bookIds: string[] }>(),
  'title.get': route({ bookId })<TitleDetails>(),
  'title.chapter': route({ bookId, index: z.int().positive() })<ChapterText>(),
  'title.update': route({
    bookId,
    changes: z.strictObject({
      title: text(TITLE_LIMITS.titleCharacters).optional(),
      author: text(TITLE_LIMITS.authorCharacters).optional(),
      genre: text(TITLE_LIMITS.genreCharacters).nullable().optional(),
      language: language.optional(),
      publicationYear: z.int().min(-3000).max(2200).nullable().optional(),
      sourceUrl: webAddress.nullable().optional(),
      narratorId: folderId.nullable().optional(),
    }),
  })<TitleCard>(),
  'title.files': route({ bookId })<TitleFile[]>(),
  /** The folder is set aside, the rows stay: `title.restore` brings everything back. */
  'title.remove': route({ bookId })<RemovedTitle>(),
  'title.restore': route({ bookId })<TitleCard>(),
  'title.removed': route({})<RemovedTitle[]>(),
  /** Deletes a removed title's folder and rows for good. */
  'title.purge': route({ bookId })<null>(),
} as const
