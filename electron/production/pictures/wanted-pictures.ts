import { basename, extname } from 'node:path'
import type { NewPicture, Picture } from '#electron/database/repositories/picture.ts'
import type { PicturePlace } from '#shared/models/picture.ts'
import type { StepContext } from '../step.ts'
import { drawingKey, drawingStem, seedAt, takesPrompt } from './picture-jobs.ts'
import type { PromptDesk } from './prompt-desk.ts'
import { styleOf } from './styles.ts'
import { bestOf, registerOwnCover } from './title-cover.ts'

const COVER: PicturePlace = { kind: 'cover', chapterIndex: 0, paragraphIndex: 0 }

/** A place that a production wants a picture for. */
export interface WantedPicture extends PicturePlace {
  /** What is there for it: with a file, or on its way. */
  candidates: readonly Picture[]
}

/**
 * The places that a production wants pictures for: its title's cover, and for videos the scenes, where a workflow draws them.
 *
 * Covers that were set in type for other words, and that nobody has chosen, are set aside first. Throws `book.…`.
 */
export async function wantedPictures(context: StepContext, prompts: PromptDesk): Promise<WantedPicture[]> {
  const { database, title, workspace } = context
  await registerOwnCover(context, title.bookId)
  for (const picture of outdatedCovers(context)) database.pictures.setAside(picture.id)
  const hasScenes =
    context.production().metadata.formats.includes('video') && workspace.config.images.picture_workflow !== undefined
  const scenes = hasScenes ? await prompts.scenes(title) : []
  return [COVER, ...scenes].map(({ kind, chapterIndex, paragraphIndex }) => {
    const place = { kind, chapterIndex, paragraphIndex }
    return { ...place, candidates: database.pictures.at(title.bookId, place) }
  })
}

/** True when the place has a picture that can be used. */
export function isThere({ candidates }: Pick<WantedPicture, 'candidates'>): boolean {
  return bestOf(candidates) !== null
}

/** What is to be drawn for a place that has nothing; the prompt is written by whom the configuration says. */
export async function draftFor(
  context: StepContext,
  prompts: PromptDesk,
  { kind, chapterIndex, paragraphIndex }: PicturePlace,
): Promise<{ picture: NewPicture; promptBy: 'rules' | 'service' | 'producer' | null }> {
  const { title, workspace, workflows } = context
  const {
    cover_workflow: coverWorkflow,
    picture_workflow: pictureWorkflow = coverWorkflow,
    style,
  } = workspace.config.images
  const workflow = workflows.get(kind === 'cover' ? coverWorkflow : pictureWorkflow)
  const place = { kind, chapterIndex, paragraphIndex }
  const written = takesPrompt(workflow) ? await prompts.write(title, place, styleOf(style)) : null
  const words = { prompt: written?.prompt ?? null, styleId: written === null ? null : style }
  const seed = seedAt(drawingKey(title, workflow, { kind, ...words }), 0)
  const { workflowId } = workflow
  return {
    picture: { ...place, ...words, bookId: title.bookId, origin: 'drawn', seed, workflowId },
    promptBy: written?.promptBy ?? null,
  }
}

/** A file is named by what it was drawn from: another name means other words, or another version of the workflow. */
function outdatedCovers({ database, title, workflows, workspace }: StepContext): Picture[] {
  const { cover_workflow: coverWorkflow } = workspace.config.images
  return database.pictures.list(title.bookId, 'cover').filter((picture) => {
    if (picture.origin !== 'drawn' || picture.isChosen || picture.prompt !== null || picture.file === null) return false
    if (picture.workflowId !== coverWorkflow) return true
    const key = drawingKey(title, workflows.get(coverWorkflow), picture)
    return basename(picture.file.path, extname(picture.file.path)) !== drawingStem(picture, key)
  })
}
