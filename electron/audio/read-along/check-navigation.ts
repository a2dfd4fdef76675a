import type { PackagePromises } from './check-package.ts'
import { checkPage } from './check-page.ts'
import type { EpubReader } from './epub-reader.ts'
import type { ReadAlongChapter } from './read-along.ts'
import { textIn } from './read-xml.ts'
import { plainText } from './xml-text.ts'

/** Checks that the table of contents leads to every chapter, in order and by its title. */
export async function checkNavigation(
  reader: EpubReader,
  { items, spine }: PackagePromises,
  pages: readonly string[],
  chapters: readonly ReadAlongChapter[],
  faults: string[],
): Promise<void> {
  const path = [...items.values()].find(({ properties }) => properties.includes('nav'))?.path
  if (path === undefined) {
    faults.push('it has no table of contents')
    return
  }
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const document = await reader.readDocument(path)
  checkPage(document, path, (target) => items.has(target), faults)
  if (pages.length !== chapters.length) faults.push(`it has ${pages.length} chapters in place of ${chapters.length}`)
  const links = document.elements.filter(({ name }) => name === 'a')
  for (const link of links) {
    const target = folder + (link.attributes.get('href') ?? '')
    if (!spine.includes(target)) faults.push(`the contents lead to ${target}, which is not in the reading order`)
  }
  const contents = links.filter(({ attributes }) => !attributes.has('epub:type'))
  let from = 0
  for (const [index, page] of pages.entries()) {
    const title = plainText(chapters[index]?.title ?? '')
    const found = contents.findIndex(
      (link, place) =>
        place >= from &&
        folder + (link.attributes.get('href') ?? '') === page &&
        (title === '' || textIn(document, link) === title),
    )
    if (found < 0) faults.push(`"${title}" is not in the contents, or not in its place`)
    else from = found + 1
  }
}
