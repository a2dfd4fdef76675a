import { parseClockValue } from './clock-value.ts'
import { textIn } from './read-xml.ts'
import type { XmlDocument, XmlElement } from './read-xml.ts'

/** A file that the package lists; its path is that in the archive. */
export interface PackageItem {
  path: string
  type: string
  properties: readonly string[]
  /** Path of its overlay. */
  overlay: string | null
}

/** What a package document promises. */
export interface PackagePromises {
  /** By path. */
  items: ReadonlyMap<string, PackageItem>
  /** Paths in reading order. */
  spine: readonly string[]
  /** By path of the overlay. */
  durationsMs: ReadonlyMap<string, number>
  totalDurationMs: number
  activeClass: string
}

const TYPES = new Set([
  ...['application/xhtml+xml', 'application/smil+xml', 'text/css', 'image/jpeg', 'audio/mp4', 'audio/mpeg'],
])

/** Reads the package document at `folder` and names its faults; `archived` are the archive's names. */
export function checkPackage(
  document: XmlDocument,
  folder: string,
  archived: ReadonlySet<string>,
  faults: string[],
): PackagePromises {
  const named = (name: string): XmlElement[] => document.elements.filter((element) => element.name === name)
  const textOf = (name: string): string => named(name).map((element) => textIn(document, element))[0] ?? ''
  const metas = (property: string): XmlElement[] =>
    named('meta').filter((element) => element.attributes.get('property') === property)
  for (const name of ['dc:identifier', 'dc:title', 'dc:language']) if (textOf(name) === '') faults.push(`no ${name}`)
  const uniqueId = document.elements[0]?.attributes.get('unique-identifier')
  if (named('dc:identifier')[0]?.attributes.get('id') !== uniqueId) faults.push('its identifier is not the unique one')
  if (document.elements[0]?.attributes.get('version') !== '3.0') faults.push('it is not of version 3')
  const modified = metas('dcterms:modified').map((element) => textIn(document, element))
  if (modified.length !== 1 || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(modified[0] ?? '')) {
    faults.push('it does not say when it was modified')
  }

  const pathOfId = new Map(
    named('item').map(({ attributes }) => [attributes.get('id') ?? '', `${folder}${attributes.get('href') ?? ''}`]),
  )
  const items = new Map<string, PackageItem>()
  for (const { attributes } of named('item')) {
    const path = `${folder}${attributes.get('href') ?? ''}`
    const [type, overlay] = [attributes.get('media-type') ?? '', attributes.get('media-overlay')]
    if (!archived.has(path)) faults.push(`${path} is missing`)
    if (items.has(path)) faults.push(`${path} is listed twice`)
    if (!TYPES.has(type)) faults.push(`${path} is of the type "${type}"`)
    if (overlay !== undefined && !pathOfId.has(overlay)) faults.push(`the overlay of ${path} is not listed`)
    items.set(path, {
      path,
      type,
      properties: (attributes.get('properties') ?? '').split(' '),
      overlay: overlay === undefined ? null : (pathOfId.get(overlay) ?? null),
    })
  }
  if (pathOfId.size !== items.size) faults.push('two files share an id')
  for (const name of archived) {
    const isListed = items.has(name) || name === 'mimetype' || name.startsWith('META-INF/') || name.endsWith('.opf')
    if (!isListed) faults.push(`${name} is not listed`)
  }

  const spine = named('itemref').map(({ attributes }) => pathOfId.get(attributes.get('idref') ?? '') ?? '')
  for (const path of spine) {
    if (items.get(path)?.type !== 'application/xhtml+xml') faults.push(`"${path}" in the reading order is no page`)
  }
  const durations = metas('media:duration')
  const durationsMs = new Map<string, number>()
  let totalDurationMs = NaN
  for (const element of durations) {
    const refines = element.attributes.get('refines')
    const durationMs = parseClockValue(textIn(document, element))
    if (refines === undefined) totalDurationMs = durationMs
    else durationsMs.set(pathOfId.get(refines.slice(1)) ?? refines, durationMs)
  }
  const activeClass = metas('media:active-class').map((element) => textIn(document, element))[0] ?? ''
  return { items, spine, durationsMs, totalDurationMs, activeClass }
}
