import type { PageIds } from './check-page.ts'
import { parseClockValue } from './clock-value.ts'
import type { Clip } from './lay-out-chapter.ts'
import type { XmlDocument } from './read-xml.ts'

/**
 * Reads an overlay's clips and names its faults: fragments that are not there or out of order, clips that overlap, run
 * backwards, are empty or leave the sound.
 */
export function checkOverlay(
  { elements }: XmlDocument,
  place: { path: string; page: string; ids: PageIds; isSound: (path: string) => boolean; durationMs: number },
  faults: string[],
): Clip[] {
  const folder = place.path.slice(0, place.path.lastIndexOf('/') + 1)
  const clips: Clip[] = []
  let previousPlace = -1
  for (const [index, element] of elements.entries()) {
    if (element.name !== 'par') continue
    const [text, audio] = [elements[index + 1], elements[index + 2]]
    const [page = '', fragmentId = ''] = (text?.attributes.get('src') ?? '').split('#')
    const beginMs = parseClockValue(audio?.attributes.get('clipBegin') ?? '')
    const endMs = parseClockValue(audio?.attributes.get('clipEnd') ?? '')
    const found = place.ids.places.get(fragmentId) ?? -1
    const of = `of "${fragmentId}" in ${place.path}`
    if (text?.name !== 'text' || folder + page !== place.page || found < 0) faults.push(`the text ${of} is missing`)
    if (found <= previousPlace) faults.push(`the order ${of} is not that of the page`)
    if (audio?.name !== 'audio' || !place.isSound(folder + (audio.attributes.get('src') ?? ''))) {
      faults.push(`the sound ${of} is missing`)
    }
    const earliestMs = clips.at(-1)?.endMs ?? 0
    if (!(beginMs >= earliestMs && endMs > beginMs)) faults.push(`the clip ${of} runs from ${beginMs} to ${endMs} ms`)
    if (!(endMs <= place.durationMs)) faults.push(`the clip ${of} ends behind the sound, at ${endMs} ms`)
    clips.push({ fragmentId, beginMs, endMs })
    previousPlace = found
  }
  if (clips.length === 0) faults.push(`${place.path} has no clips`)
  return clips
}
