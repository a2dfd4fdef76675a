import type { Agent, JobEvent } from '#electron/comfyui/agent/agent.ts'
import type { Picture } from '#electron/database/repositories/picture.ts'
import { Turns } from '#electron/library/turns.ts'
import { AppError } from '#shared/models/app-error.ts'
import {
  PICTURE_KINDS,
  type PictureCard,
  type PictureMeans,
  type PicturePlace,
  type PictureStyle,
  type SceneProposal,
} from '#shared/models/picture.ts'
import { requireTitle } from '../production-state.ts'
import type { ProductionServices } from '../step.ts'
import { addDrawing, nextSeed } from './add-drawing.ts'
import { pictureCards, promptAuthorOf } from './picture-cards.ts'
import { takesPrompt, workflowFor } from './picture-jobs.ts'
import { pictureMeans } from './picture-means.ts'
import type { PromptDesk, WrittenPrompt } from './prompt-desk.ts'
import { reconcilePicture, settleJob } from './settle-pictures.ts'
import { STYLES, styleOf } from './styles.ts'
import { registerOwnCover } from './title-cover.ts'
import { keepUpload } from './keep-upload.ts'

export interface PictureDeskOptions extends Omit<ProductionServices, 'agent' | 'measurer'> {
  agent: Pick<Agent, 'onJob' | 'wake' | 'cancelJob' | 'fits' | 'isLackedByAll'>
  prompts: PromptDesk
  /** Hears of each picture whose card is another now; the state is to be read when it is told. */
  onChange: (pictureId: number) => void
  onRemove: (picture: { bookId: string; id: number }) => void
  /** Another picture stands for the title. */
  onCover: (bookId: string) => void
}

interface DrawRequest extends PicturePlace {
  bookId: string
  styleId: string
  /** Null: the studio writes it. */
  prompt: string | null
  count: number
}

/** Covers, thumbnails and scenes as a producer works with them: drawn, uploaded, chosen, set aside. */
export class PictureDesk {
  readonly #options: PictureDeskOptions
  readonly #stopListening: () => void
  /** Seeds are told apart by the rows of a title: two requests at once would take the same. */
  readonly #turns = new Turns()
  #settling: Promise<unknown> = Promise.resolve()

  constructor(options: PictureDeskOptions) {
    this.#options = options
    this.#stopListening = options.agent.onJob((event) => this.#hear(event))
  }

  /** Takes in what was drawn while nobody listened. */
  async open(): Promise<void> {
    for (const picture of this.#options.database.pictures.unfinished()) await this.#reconcile(picture)
    this.#options.agent.wake()
  }

  async close(): Promise<void> {
    this.#stopListening()
    await this.#settling
  }

  /** All of a title, place by place, the oldest first. Throws `title.unknown`. */
  async list(bookId: string): Promise<PictureCard[]> {
    requireTitle(this.#options.database, bookId)
    await registerOwnCover(this.#options, bookId)
    for (const picture of this.#options.database.pictures.list(bookId)) await this.#reconcile(picture)
    return this.#cards(this.#options.database.pictures.list(bookId))
  }

  styles(): PictureStyle[] {
    return STYLES.map(({ id, name, description }) => ({ id, name, description }))
  }

  /** What each kind would be drawn with now. */
  means(): PictureMeans[] {
    return PICTURE_KINDS.map((kind) => pictureMeans(kind, this.#options))
  }

  /** Throws `title.unknown`, `book.…`. */
  scenes(bookId: string): Promise<SceneProposal[]> {
    return this.#options.prompts.scenes(requireTitle(this.#options.database, bookId))
  }

  /** The prompt as the studio would write it. Throws `title.unknown`, `picture.…`, `prompt.…`. */
  prompt(request: PicturePlace & { bookId: string; styleId: string }): Promise<WrittenPrompt> {
    const title = requireTitle(this.#options.database, request.bookId)
    return this.#options.prompts.write(title, placeOf(request), styleOf(request.styleId))
  }

  /** Queues candidates that differ in their seeds. Throws `title.unknown`, `workflow.…`, `picture.…`, `prompt.…`. */
  draw(request: DrawRequest): Promise<PictureCard[]> {
    return this.#turns.run(request.bookId, () => this.#draw(request))
  }

  async #draw(request: DrawRequest): Promise<PictureCard[]> {
    const { database, prompts } = this.#options
    const title = requireTitle(database, request.bookId)
    const place = placeOf(request)
    const workflow = workflowFor(place.kind, this.#options)
    const style = styleOf(request.styleId)
    const written = takesPrompt(workflow)
      ? request.prompt === null
        ? await prompts.write(title, place, style)
        : { prompt: request.prompt, promptBy: 'producer' as const }
      : null
    const drawn: Picture[] = []
    for (let count = 0; count < request.count; count++) {
      const base = { ...place, bookId: title.bookId, origin: 'drawn', workflowId: workflow.workflowId } as const
      const words = { styleId: written === null ? null : style.id, prompt: written?.prompt ?? null }
      const seed = nextSeed(this.#options, title, { ...base, ...words })
      const from = { title, productionId: null, promptBy: written?.promptBy ?? null }
      drawn.push(await addDrawing(this.#options, { ...base, ...words, seed }, from))
    }
    this.#options.agent.wake()
    this.#tell(drawn)
    return drawn.map(({ id }) => this.require(id))
  }

  /** The same once more with another seed. Throws `picture.unknown`, `picture.notDrawn`. */
  async again(id: number): Promise<PictureCard> {
    const picture = this.#require(id)
    return this.#turns.run(picture.bookId, () => this.#again(picture))
  }

  async #again(picture: Picture): Promise<PictureCard> {
    const { database, workflows, agent } = this.#options
    if (picture.origin !== 'drawn') {
      throw new AppError('picture.notDrawn', 'This picture was not drawn here: there is nothing to draw again.')
    }
    const title = requireTitle(database, picture.bookId)
    const isUsable = picture.workflowId !== null && workflows.isUsable(picture.workflowId)
    const workflowId = isUsable ? picture.workflowId : workflowFor(picture.kind, this.#options).workflowId
    const { bookId, kind, chapterIndex, paragraphIndex, origin, styleId, prompt } = picture
    const wanted = { bookId, kind, chapterIndex, paragraphIndex, origin, styleId, prompt, workflowId }
    const promptBy = promptAuthorOf(picture.jobId === null ? null : database.jobs.get(picture.jobId))
    const seed = nextSeed(this.#options, title, wanted)
    const drawn = await addDrawing(this.#options, { ...wanted, seed }, { title, productionId: null, promptBy })
    agent.wake()
    this.#tell([drawn])
    return this.require(drawn.id)
  }

  /** Keeps a picture of the producer's own. Throws `title.unknown`, `picture.unreadable`, `picture.tooSmall`, `picture.tooLarge`. */
  upload(request: PicturePlace & { bookId: string; data: Uint8Array }): Promise<PictureCard> {
    return this.#turns.run(request.bookId, async () => {
      const { bookId } = requireTitle(this.#options.database, request.bookId)
      const picture = await keepUpload(this.#options, { ...placeOf(request), bookId }, request.data)
      this.#tell([picture])
      return this.require(picture.id)
    })
  }

  /** Throws `picture.unknown`, `picture.notReady`. */
  choose(id: number): PictureCard {
    const picture = this.#require(id)
    if (picture.file === null) {
      throw new AppError('picture.notReady', 'This picture is not drawn yet. It can be chosen once it is.')
    }
    this.#options.database.pictures.choose(picture)
    this.#tell([picture])
    return this.require(id)
  }

  /** Sets a candidate aside; its file stays. Throws `picture.unknown`, `picture.isChosen`. */
  remove(id: number): void {
    const { database, agent, onRemove } = this.#options
    const picture = this.#require(id)
    if (this.require(id).isChosen) {
      throw new AppError('picture.isChosen', 'This picture is the one in use. Choose another one first.')
    }
    database.pictures.setAside(id)
    if (isUnderWay(picture, database)) agent.cancelJob(picture.jobId ?? 0, 'The picture was not wanted any more.')
    onRemove({ bookId: picture.bookId, id })
  }

  /** Brings back what was set aside. Throws `picture.unknown`. */
  restore(id: number): PictureCard {
    const { pictures } = this.#options.database
    pictures.putBack(id)
    this.#tell([this.#require(id)])
    return this.require(id)
  }

  /** Gives up what is not drawn yet of a title that leaves the shelf. */
  stop(bookId: string): void {
    const { database, agent } = this.#options
    for (const picture of database.pictures.list(bookId)) {
      // What a production waits for is paused with it.
      const isOfProduction = picture.jobId !== null && (database.jobs.get(picture.jobId)?.productionId ?? null) !== null
      if (isUnderWay(picture, database) && !isOfProduction)
        agent.cancelJob(picture.jobId ?? 0, 'The title was removed.')
    }
  }

  /** Null when there is none, and for one that was set aside. */
  card(id: number): PictureCard | null {
    const { pictures } = this.#options.database
    const picture = pictures.get(id)
    if (picture === null) return null
    const candidates = pictures.at(picture.bookId, picture)
    return pictureCards(candidates, this.#options).find((card) => card.id === id) ?? null
  }

  /** Throws `picture.unknown`. */
  require(id: number): PictureCard {
    return this.card(id) ?? unknown(id)
  }

  #require(id: number): Picture {
    return this.#options.database.pictures.get(id) ?? unknown(id)
  }

  #cards(pictures: readonly Picture[]): PictureCard[] {
    const places = new Map<string, Picture[]>()
    for (const picture of pictures) {
      const { kind, chapterIndex, paragraphIndex } = picture
      const key = [kind, chapterIndex, paragraphIndex].join(' ')
      places.set(key, [...(places.get(key) ?? []), picture])
    }
    return [...places.values()].flatMap((candidates) => pictureCards(candidates, this.#options)).sort(inOrder)
  }

  /** With all candidates of their places: which of them is in use may have changed. */
  #tell(pictures: readonly Picture[]): void {
    const { database, onChange, onCover } = this.#options
    const ids = pictures.flatMap((picture) => database.pictures.at(picture.bookId, picture).map(({ id }) => id))
    for (const id of new Set(ids)) onChange(id)
    for (const bookId of new Set(pictures.flatMap(({ kind, bookId }) => (kind === 'cover' ? bookId : []))))
      onCover(bookId)
  }

  #hear({ kind, job }: JobEvent): void {
    if (job.jobType !== 'T2I' || kind === 'progress') return
    const picture = this.#options.database.pictures.byJob(job.id)
    if (picture === null) return
    if (kind !== 'done') {
      this.#tell([picture])
      return
    }
    const settling = settleJob(this.#options, job).then(
      () => this.#tell([picture]),
      (error: unknown) => this.#options.log.warn('A picture could not be taken in', { pictureId: picture.id, error }),
    )
    this.#settling = Promise.all([this.#settling, settling])
  }

  async #reconcile(picture: Picture): Promise<void> {
    try {
      await reconcilePicture(this.#options, picture)
    } catch (error) {
      this.#options.log.warn('A picture could not be taken in', { pictureId: picture.id, error })
    }
  }
}

/** Only scenes have a chapter and a paragraph. Throws `picture.noPlace`. */
function placeOf({ kind, chapterIndex, paragraphIndex }: PicturePlace): PicturePlace {
  if (kind !== 'scene') return { kind, chapterIndex: 0, paragraphIndex: 0 }
  if (chapterIndex >= 1 && paragraphIndex >= 1) return { kind, chapterIndex, paragraphIndex }
  throw new AppError('picture.noPlace', 'A scene begins with a paragraph of a chapter. Choose one.')
}

function isUnderWay({ jobId, file }: Picture, { jobs }: Pick<ProductionServices['database'], 'jobs'>): boolean {
  const status = jobId === null || file !== null ? undefined : jobs.get(jobId)?.status
  return status === 'pending' || status === 'processing'
}

const KINDS = { cover: 0, thumbnail: 1, scene: 2 } as const

function inOrder(a: PictureCard, b: PictureCard): number {
  const byPlace = a.chapterIndex - b.chapterIndex || a.paragraphIndex - b.paragraphIndex
  return KINDS[a.kind] - KINDS[b.kind] || byPlace || a.id - b.id
}

function unknown(id: number): never {
  throw new AppError('picture.unknown', 'This picture is gone: it was set aside, or deleted with its title.', {
    data: { id },
  })
}
