import type { XmlDocument, XmlElement } from './read-xml.ts'

/** A page's elements that can be pointed at. */
export interface PageIds {
  /** Places of the ids in the page's order. */
  places: ReadonlyMap<string, number>
  elements: ReadonlyMap<string, XmlElement>
}

const REFERENCES = ['href', 'src']

/** Reads a page's ids and names its faults: ids twice, references to what is not there or elsewhere, scripts. */
export function checkPage(
  { elements }: XmlDocument,
  path: string,
  isListed: (path: string) => boolean,
  faults: string[],
): PageIds {
  const found = new Map<string, XmlElement>()
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  for (const element of elements) {
    const id = element.attributes.get('id')
    if (id !== undefined && found.has(id)) faults.push(`${path} has two elements "${id}"`)
    if (id !== undefined) found.set(id, element)
    if (element.name === 'script') faults.push(`${path} has a script`)
    for (const name of REFERENCES) {
      const target = element.attributes.get(name)
      if (target !== undefined && !isListed(folder + (target.split('#')[0] ?? ''))) {
        faults.push(`${path} refers to "${target}", which is not there`)
      }
    }
  }
  if (elements[0]?.attributes.get('xml:lang') === undefined) faults.push(`${path} has no language`)
  const places = new Map([...found.keys()].map((id, place) => [id, place]))
  return { places, elements: found }
}
