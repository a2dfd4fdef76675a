import { Resvg } from '@resvg/resvg-js'
import { sharedBytes, type Image } from '../media.ts'
import { composeCover } from './compose-cover.ts'
import type { CoverRequest } from './cover-request.ts'
import { typefacesFor } from './typefaces.ts'

/** Draws a cover; `missing` names the texts that were left out because no font on this machine has their letters. */
export function drawCover(request: CoverRequest): { image: Image; missing: string[] } {
  const { svg, missing } = composeCover(request)
  const fontFiles = [...new Set([request.title, request.author, ''].flatMap((text) => typefacesFor(text)?.files ?? []))]
  const resvg = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'EB Garamond' } })
  const { pixels, width, height } = resvg.render()
  const rgb = sharedBytes(width * height * 3)
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = pixels[from] ?? 0
    rgb[to + 1] = pixels[from + 1] ?? 0
    rgb[to + 2] = pixels[from + 2] ?? 0
  }
  return { image: { widthPx: width, heightPx: height, rgb }, missing }
}
