import type { BookView, ChapterView } from './view-book.ts'
import { viewBook } from './view-book.ts'
import { proposeScenes } from './propose-scenes.ts'
import type { StyleWords } from './styles.ts'
import { askOnce } from './prompt-archive.ts'
import { chatRequest } from './chat-request.ts'
import { hasService } from './prompt-service.ts'
import { dressPrompt, motifOfBook, motifOfScene, writePrompt, type Motif } from './write-prompt.ts'
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
const PASSAGE_CHARACTERS = 1500
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

  /**
   * Written by the service where the configuration names one, else by rules.
   *
   * Throws `picture.noPlace`, `book.…`; `prompt.…` when the service fails and the rules are not to step in.
   */
  async write(title: Title, place: PicturePlace, style: StyleWords): Promise<WrittenPrompt> {
    const { workspace, log } = this.#rooms
    const { prompt_writer: service } = workspace.config.images
    const view = await this.#view(title)
    const chapter = place.kind === 'scene' ? chapterAt(view, place) : null
    const motif = chapter === null ? motifOfBook(view) : motifOfScene(view, chapter, place.paragraphIndex)
    const byRules = (): WrittenPrompt => ({ prompt: writePrompt(title, place, style, motif), promptBy: 'rules' })
    if (!hasService(service)) return byRules()
    try {
      return { prompt: await this.#ask(title, place, style, motif), promptBy: 'service' }
    } catch (error) {
      if (!(error instanceof AppError) || service.on_failure === 'fail') throw error
      log.warn('The rules wrote a prompt in place of the service', { bookId: title.bookId, reason: error.message })
      return byRules()
    }
  }

  async #ask(title: Title, place: PicturePlace, style: StyleWords, motif: Motif): Promise<string> {
    const { foundry, workspace } = this.#rooms
    const passage = place.kind === 'scene' ? await passageAt(foundry, title.bookId, place) : null
    const request = chatRequest(title, place, motif, passage)
    const seen = await askOnce(foundry.imagesDir(title.bookId), request, workspace.config.images.prompt_writer)
    return dressPrompt(place, style, motif, seen)
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

/** The words that a scene illustrates. */
async function passageAt(
  foundry: Pick<ProductionServices['foundry'], 'readChapter'>,
  bookId: string,
  { chapterIndex, paragraphIndex }: PicturePlace,
): Promise<string> {
  const { paragraphs } = await foundry.readChapter(bookId, chapterIndex)
  const texts = paragraphs.slice(paragraphIndex - 1).map(({ text }) => text)
  return texts.join('\n').slice(0, PASSAGE_CHARACTERS)
}

function chapterAt({ chapters }: BookView, { chapterIndex, paragraphIndex }: PicturePlace): ChapterView {
  const chapter = chapters.find(({ index }) => index === chapterIndex)
  if (chapter !== undefined && paragraphIndex <= chapter.paragraphs.length) return chapter
  throw new AppError(
    'picture.noPlace',
    'The book has no such paragraph: its text may have changed. Choose another place.',
  )
}
