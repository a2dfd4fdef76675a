import { z } from 'zod'
import {
  PICTURE_KINDS,
  PICTURE_LIMITS,
  type PictureCard,
  type PictureMeans,
  type PictureStyle,
  type SceneProposal,
} from '../models/picture.ts'
import type { Snapshot } from './event.ts'
import { bytes, folderId, rowId, text } from './fields.ts'
import { route } from './route.ts'

const place = {
  kind: z.enum(PICTURE_KINDS),
  chapterIndex: z.int().min(0).max(100_000).default(0),
  paragraphIndex: z.int().min(0).max(1_000_000).default(0),
}

/** Covers, thumbnails and scenes of a book. */
export const PICTURE_ROUTES = {
  'picture.list': route({ bookId: folderId })<Snapshot<PictureCard>>(),
  'picture.styles': route({})<PictureStyle[]>(),
  /** What each kind would be drawn with now, in the order of the kinds. */
  'picture.means': route({})<PictureMeans[]>(),
  /** The scenes that a video of the book would show. */
  'picture.scenes': route({ bookId: folderId })<SceneProposal[]>(),
  /** A prompt as the studio would write it. */
  'picture.prompt': route({ bookId: folderId, ...place, styleId: folderId })<{ prompt: string }>(),
  /** Has candidates drawn; without a prompt the studio writes it. */
  'picture.draw': route({
    bookId: folderId,
    ...place,
    styleId: folderId,
    prompt: text(PICTURE_LIMITS.promptCharacters).nullable(),
    count: z.int().min(1).max(PICTURE_LIMITS.candidates),
  })<PictureCard[]>(),
  /** The same again with another seed. */
  'picture.again': route({ id: rowId })<PictureCard>(),
  /** Throws `picture.unreadable` or `picture.tooSmall`. */
  'picture.upload': route({ bookId: folderId, ...place, data: bytes(PICTURE_LIMITS.uploadBytes) })<PictureCard>(),
  /** From now on it is the one for its place. */
  'picture.choose': route({ id: rowId })<PictureCard>(),
  /** Sets a candidate aside; the chosen one stays. Throws `picture.isChosen`. */
  'picture.remove': route({ id: rowId })<null>(),
  /** Brings a candidate back that was set aside. */
  'picture.restore': route({ id: rowId })<PictureCard>(),
} as const
