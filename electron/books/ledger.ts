import type { Skipped } from '#shared/models/book.ts'
import type { SkipKind } from './block.ts'

const REASONS: Readonly<Record<SkipKind, string>> = {
  markup: 'tags, attributes, comments and signs of markup',
  whitespace: 'white space folded to single blanks',
  boilerplate: 'licence and header of the publisher of the file',
  contents: 'list of contents',
  heading: 'heading, kept as the title of a chapter or part',
  footnote: 'footnote or endnote',
  footnoteMark: 'mark that points to a note',
  pageNumber: 'page number of the printed edition',
  sidenote: 'side note',
  illustration: 'caption or list of illustrations',
  sceneBreak: 'sign of a scene break, kept as a pause',
  frontMatter: 'title page and other matter before the first chapter',
  backMatter: 'advertisements and other matter behind the last chapter',
  transcriberNote: 'remark of the transcriber',
  credits: 'who produced the file',
  index: 'index',
  ornament: 'ornament',
  notInSpine: 'document outside of the reading order',
}

/** Accounts for every source character that is not spoken. */
export class Ledger {
  readonly #characters = new Map<SkipKind, number>()

  add(kind: SkipKind, characters: number): void {
    if (characters > 0) this.#characters.set(kind, (this.#characters.get(kind) ?? 0) + characters)
  }

  /** The account of a source of this length of which so many characters are spoken; what is left over is markup. */
  close(sourceCharacters: number, spokenCharacters: number): Skipped[] {
    let rest = sourceCharacters - spokenCharacters
    for (const characters of this.#characters.values()) rest -= characters
    this.add('markup', rest)
    return [...this.#characters].map(([kind, characters]) => ({ kind, reason: REASONS[kind], characters }))
  }
}
