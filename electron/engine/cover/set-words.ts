import { Resvg } from '@resvg/resvg-js'
import { sharedBytes, type Image } from '../media.ts'
import { composeWords, type CoverWords } from './cover-words.ts'
import { typefacesFor } from './typefaces.ts'

/** A picture and the words to set on it. */
export interface WordsRequest extends CoverWords {
  image: Image
}

/** Sets words on a picture; `missing` names the texts that were left out because no font on this machine has their letters. */
export function setWords({ image, ...words }: WordsRequest): { image: Image; missing: string[]; contrast: number } {
  const { svg, missing, contrast } = composeWords(words, image)
  const texts = [words.title, words.author, words.narrator, '']
  const fontFiles = [...new Set(texts.flatMap((text) => typefacesFor(text)?.files ?? []))]
  const resvg = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'EB Garamond' } })
  return { image: laidOver(image, resvg.render().pixels), missing, contrast }
}

/** The overlay's colours are multiplied with their opacity already. */
function laidOver({ widthPx, heightPx, rgb }: Image, overlay: Uint8Array): Image {
  const result = sharedBytes(rgb.length)
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    const open = 255 - (overlay[from + 3] ?? 0)
    result[to] = (overlay[from] ?? 0) + Math.round(((rgb[to] ?? 0) * open) / 255)
    result[to + 1] = (overlay[from + 1] ?? 0) + Math.round(((rgb[to + 1] ?? 0) * open) / 255)
    result[to + 2] = (overlay[from + 2] ?? 0) + Math.round(((rgb[to + 2] ?? 0) * open) / 255)
  }
  return { widthPx, heightPx, rgb: result }
}
