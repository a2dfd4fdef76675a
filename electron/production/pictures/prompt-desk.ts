import type { BookView, ChapterView } from './view-book.ts'
import { viewBook } from './view-book.ts'
import { proposeScenes } from './propose-scenes.ts'
import type { StyleWords } from './styles.ts'
import { motifOfBook, motifOfScene, writePrompt } from './write-prompt.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { PicturePlace, PromptAuthor, SceneProposal } from '#shared/models/picture.ts'
import type { Title } from '#shared/models/title.ts'
import type { ProductionServices } from '../step.ts'

/** A prompt, and who wrote it. */
export interface WrittenPrompt {
  prompt: string
  promptBy: PromptAuthor
}

/** Looking through a long book takes half a second: the last ones are kept, by their content. */
const MOST_VIEWS = 3
const views = new Map<string, Promise<BookView>>()

/** Writes prompts and proposes scenes from a book's own words. */
export class PromptDesk {
  readonly #rooms: Pick<ProductionServices, 'foundry' | 'workspace' | 'log'>

  constructor(rooms: Pick<ProductionServices, 'foundry' | 'workspace' | 'log'>) {
    this.#rooms = rooms
  }

  /** The scenes that a video of the book would show. Throws `book.…`. */
  async scenes(title: Title): Promise<SceneProposal[]> {
    return proposeScenes(await this.#view(title), this.#rooms.workspace.config.images.scene_minutes)
  }

  /** Throws `picture.noPlace`, `book.…`. */
  async write(title: Title, place: PicturePlace, style: StyleWords): Promise<WrittenPrompt> {
    const view = await this.#view(title)
    const motif =
      place.kind === 'scene' ? motifOfScene(view, chapterAt(view, place), place.paragraphIndex) : motifOfBook(view)
    return { prompt: writePrompt(title, place, style, motif), promptBy: 'rules' }
  }

  async #view({ bookId }: Title): Promise<BookView> {
    const { foundry } = this.#rooms
    const { chapters, language } = await foundry.readMetadata(bookId)
    const key = [language, ...chapters.map(({ sha256 }) => sha256)].join(' ')
    const known = views.get(key)
    if (known !== undefined) return known
    const view = viewBook(foundry, bookId)
    views.set(key, view)
    view.catch(() => views.delete(key))
    for (const old of [...views.keys()].slice(0, -MOST_VIEWS)) views.delete(old)
    return view
  }
}

function chapterAt({ chapters }: BookView, { chapterIndex, paragraphIndex }: PicturePlace): ChapterView {
  const chapter = chapters.find(({ index }) => index === chapterIndex)
  if (chapter !== undefined && paragraphIndex <= chapter.paragraphs.length) return chapter
  throw new AppError(
    'picture.noPlace',
    'The book has no such paragraph: its text may have changed. Choose another place.',
  )
}
