import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { REPOSITORY } from './runtime/places.ts'

/** The books that come with the studio. */
export const SIX_FABLES = join(REPOSITORY, 'foundry/samples/six-fables.html')
export const YELLOW_WALLPAPER = join(REPOSITORY, 'foundry/samples/the-yellow-wallpaper.htm')

interface BookText {
  title: string
  author?: string
  /** A Gutenberg number; without one the book is known by its bytes. */
  number?: number
  chapters?: readonly string[]
}

const SENTENCES = [
  'The morning was cold and bright, and the road lay empty all the way down to the sea.',
  'Nobody had told her that the ferry would be late, so she sat on her trunk and counted gulls.',
  'By noon there were forty of them, and still no smoke on the horizon.',
  'When the old man came at last he carried a lantern, although the sun stood high.',
]

/** Headings for a book that keeps a narrator busy for some seconds. */
export const MANY_CHAPTERS = Array.from({ length: 10 }, (_none, index) => `Chapter ${index + 1}`)

/** Writes a short book as Project Gutenberg lays them out, so that a production of it takes seconds. */
export async function writeBook(file: string, book: BookText): Promise<string> {
  const { title, author = 'Anna Author', number, chapters = ['Chapter I', 'Chapter II'] } = book
  const identity = number === undefined ? '' : `<p>Release date: May 1, 2001 [eBook #${number}]</p>`
  const body = chapters.map((heading, index) => `<h2>${heading}</h2>\n${paragraphs(index)}`)
  await writeFile(
    file,
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>
<section class="pg-boilerplate pgheader" id="pg-header"><h2>The Project Gutenberg eBook of ${title}</h2>
<p>Title: ${title}</p><p>Author: ${author}</p>${identity}<p>Language: English</p>
<div>*** START OF THE PROJECT GUTENBERG EBOOK ${title.toUpperCase()} ***</div></section>
<h1>${title}</h1>
${body.join('\n')}
<section class="pg-boilerplate pgfooter" id="pg-footer"><div>*** END OF THE PROJECT GUTENBERG EBOOK ${title.toUpperCase()} ***</div></section>
</body></html>`,
  )
  return file
}

/** Two paragraphs, in another order for each chapter: words that are the same are spoken only once. */
function paragraphs(chapter: number): string {
  const turned = SENTENCES.map((_sentence, index) => SENTENCES[(index + chapter) % SENTENCES.length])
  return `<p>${turned.slice(0, 2).join(' ')} That was day ${chapter + 1}.</p>\n<p>${turned.slice(2).join(' ')}</p>`
}
