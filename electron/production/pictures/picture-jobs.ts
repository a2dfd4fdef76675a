import { join } from 'node:path'
import type { Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import type { NewPicture, Picture } from '#electron/database/repositories/picture.ts'
import { sha256Of } from '#electron/library/book-files.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { NewJob } from '#shared/models/job.ts'
import type { PictureKind, PromptAuthor } from '#shared/models/picture.ts'
import type { Title } from '#shared/models/title.ts'
import { jobName } from '../job-names.ts'
import { seedOf } from '../seed.ts'
import type { ProductionServices } from '../step.ts'
import { runsEmbedded } from '../voice-models.ts'
import { negativePrompt, styleOf } from './styles.ts'

export type PictureRooms = Pick<ProductionServices, 'database' | 'foundry' | 'workspace' | 'workflows'>
type Words = Pick<Title, 'bookId' | 'title' | 'author'>

/** How much later than speech the pictures of a production are drawn. */
const YIELD = 10
/** What painting models were trained on; stores get them enlarged. */
const SIZES: Record<PictureKind, { width: number; height: number }> = {
  cover: { width: 1024, height: 1024 },
  thumbnail: { width: 1344, height: 768 },
  scene: { width: 1344, height: 768 },
}
const KEY_LENGTH = 12

/**
 * The workflow that draws pictures of a kind; throws `picture.noWorkflow` for scenes and thumbnails while none is configured.
 *
 * A cover that somebody wants drawn from a prompt is art, so a workflow for pictures goes before a typographic one.
 */
export function workflowFor(
  kind: PictureKind,
  { workspace, workflows }: Pick<PictureRooms, 'workspace' | 'workflows'>,
): Workflow {
  const { cover_workflow: coverWorkflow, picture_workflow: pictureWorkflow } = workspace.config.images
  if (kind === 'cover') {
    const cover = workflows.get(coverWorkflow)
    return takesPrompt(cover) || pictureWorkflow === undefined ? cover : workflows.get(pictureWorkflow)
  }
  if (pictureWorkflow !== undefined) return workflows.get(pictureWorkflow)
  const what = kind === 'scene' ? 'scenes' : 'thumbnails'
  throw new AppError(
    'picture.noWorkflow',
    `No workflow draws ${what} yet: the built-in engine only sets covers. Name one as images.picture_workflow in config/global.yaml, or upload a picture.`,
  )
}

/** A typographic workflow sets title and author; a painting one takes a prompt. */
export function takesPrompt({ inputs }: Pick<Workflow, 'inputs'>): boolean {
  return Object.hasOwn(inputs, 'prompt')
}

/** What the `index`th picture from the same words is drawn with: an equal key means an equal picture. */
export function drawingKey(
  words: Pick<Title, 'title' | 'author'>,
  workflow: Workflow,
  picture: Pick<NewPicture, 'kind' | 'prompt' | 'styleId'>,
): string {
  const { workflowId, version } = workflow
  if (!takesPrompt(workflow)) return sha256Of(JSON.stringify([workflowId, version, words.title, words.author]))
  const { kind, prompt, styleId } = picture
  return sha256Of(JSON.stringify([workflowId, version, kind, prompt, styleId]))
}

/** The seed of the cover that a production of this title would get. */
export function coverSeed(
  words: Pick<Title, 'title' | 'author'>,
  { workspace, workflows }: Pick<PictureRooms, 'workspace' | 'workflows'>,
): number {
  const workflow = workflows.get(workspace.config.images.cover_workflow)
  return seedAt(drawingKey(words, workflow, { kind: 'cover', prompt: null, styleId: null }), 0)
}

/** The seed of the `index`th drawing of a key; the first one is that of a production's cover. */
export function seedAt(key: string, index: number): number {
  return seedOf(index === 0 ? key : sha256Of(`${key} ${index}`))
}

/** The name of a drawing's file without its extension, by what it is drawn from. */
export function drawingStem(picture: Pick<NewPicture, 'kind' | 'seed'>, key: string): string {
  const name = picture.seed === seedAt(key, 0) ? key : sha256Of(`${key} ${picture.seed ?? 0}`)
  return `${picture.kind}_${name.slice(0, KEY_LENGTH)}`
}

/**
 * Queues the job that draws a picture.
 *
 * The pictures of a production wait behind all speech, so that a server that does both swaps its models once, for all of them;
 * what our own engine draws costs no model and goes first. What somebody asks for by hand takes its turn with speech: a
 * server changes over after at most one streak, and draws all candidates in one go.
 */
export function enqueueDrawing(
  rooms: PictureRooms,
  picture: Picture,
  from: { title: Title; productionId: number | null; promptBy: PromptAuthor | null; chapterTitle: string | null },
): number {
  const { database, workspace, workflows, foundry } = rooms
  const { title, productionId, promptBy, chapterTitle } = from
  const workflow = workflows.get(picture.workflowId ?? '')
  const key = drawingKey(title, workflow, picture)
  const stem = drawingStem(picture, key)
  const [jobId = 0] = database.jobs.enqueue([
    {
      configName: jobName('T2I', new Date(), picture.id, nameOf(title, picture, productionId)),
      jobType: 'T2I',
      workflowId: workflow.workflowId,
      priority: priorityOf(workflow, productionId, workspace.config.comfyui.default_priority),
      retryLimit: workspace.config.comfyui.retry_limit,
      inputs: drawingInputs(title, workflow, picture),
      outputPath: workspace.relative(join(foundry.imagesDir(title.bookId), stem)),
      productionId,
      metadata: {
        ...{ bookId: title.bookId, pictureId: picture.id },
        ...(promptBy !== null && { promptBy }),
        ...(chapterTitle !== null && { chapterTitle }),
      },
    },
  ])
  database.pictures.setJob(picture.id, jobId)
  return jobId
}

/** With the row's number unique also where a second production queues the same picture. */
function nameOf({ bookId }: Words, { kind }: Picture, productionId: number | null): string {
  return [bookId, kind, ...(productionId === null ? [] : [`production${productionId}`])].join('_')
}

function priorityOf(workflow: Workflow, productionId: number | null, usual: number): number {
  if (runsEmbedded(workflow)) return Math.max(2, usual - 1)
  return productionId === null ? usual : Math.min(999, usual + YIELD)
}

/** Those that the workflow takes, no others. */
function drawingInputs(words: Words, workflow: Workflow, picture: Picture): NewJob['inputs'] {
  const has = (name: string) => Object.hasOwn(workflow.inputs, name)
  const seed = has('seed') && picture.seed !== null ? { seed: picture.seed } : {}
  if (!takesPrompt(workflow)) return { title: words.title, author: words.author, ...seed }
  const size = SIZES[picture.kind]
  return {
    prompt: picture.prompt ?? '',
    ...(has('negative_prompt') && { negative_prompt: negativePrompt(styleOf(picture.styleId ?? '')) }),
    ...(has('width') && has('height') ? size : {}),
    ...seed,
  }
}
