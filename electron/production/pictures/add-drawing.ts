import type { NewPicture, Picture } from '#electron/database/repositories/picture.ts'
import type { PromptAuthor } from '#shared/models/picture.ts'
import type { Title } from '#shared/models/title.ts'
import type { ProductionServices } from '../step.ts'
import { drawingKey, enqueueDrawing, seedAt, type PictureRooms } from './picture-jobs.ts'
import { findDrawing } from './settle-pictures.ts'

type Rooms = PictureRooms & Pick<ProductionServices, 'ffmpeg'>

/** For whom a picture is drawn, and who wrote its prompt. */
export interface DrawingOrder {
  title: Title
  productionId: number | null
  promptBy: PromptAuthor | null
}

/** The first seed that nothing at this place was drawn with from the same words; what was set aside counts. */
export function nextSeed({ database, workflows }: Rooms, title: Title, wanted: Omit<NewPicture, 'seed'>): number {
  const { pictures } = database
  const key = drawingKey(title, workflows.get(wanted.workflowId ?? ''), wanted)
  const known = [...pictures.list(title.bookId, wanted.kind), ...pictures.setAsideOf(title.bookId, wanted.kind)]
  const taken = new Set(known.filter((picture) => isAlike(picture, wanted)).map(({ seed }) => seed))
  let index = 0
  while (taken.has(seedAt(key, index))) index++
  return seedAt(key, index)
}

/** Adds a picture that is to be drawn: its file is taken when it was drawn before, else its job is queued. */
export async function addDrawing(rooms: Rooms, wanted: NewPicture, order: DrawingOrder): Promise<Picture> {
  const { database } = rooms
  const draft = { ...wanted, id: 0, jobId: null, file: null, isChosen: false, createdAt: '' }
  const file = await findDrawing(rooms, order.title, draft)
  if (file !== null) return database.pictures.add(wanted, file)
  const chapterTitle = await chapterTitleOf(rooms, wanted)
  return database.transaction(() => {
    const picture = database.pictures.add(wanted)
    return { ...picture, jobId: enqueueDrawing(rooms, picture, { ...order, chapterTitle }) }
  })
}

/** Queues a picture anew whose job will not draw it. */
export async function requeueDrawing(rooms: Rooms, picture: Picture, order: DrawingOrder): Promise<void> {
  const chapterTitle = await chapterTitleOf(rooms, picture)
  rooms.database.transaction(() => enqueueDrawing(rooms, picture, { ...order, chapterTitle }))
}

async function chapterTitleOf({ foundry }: Rooms, { kind, bookId, chapterIndex }: NewPicture): Promise<string | null> {
  if (kind !== 'scene') return null
  const { chapters } = await foundry.readMetadata(bookId)
  return chapters.find(({ index }) => index === chapterIndex)?.title ?? null
}

function isAlike(picture: Picture, wanted: Omit<NewPicture, 'seed'>): boolean {
  const keys = ['chapterIndex', 'paragraphIndex', 'workflowId', 'prompt', 'styleId'] as const
  return keys.every((key) => picture[key] === wanted[key])
}
