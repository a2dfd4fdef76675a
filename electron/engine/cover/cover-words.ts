import type { Image } from '../media.ts'
import { n } from './ornaments/ornament.ts'
import { setAuthor, setPhrase, setTitle, type TextBlock } from './text-block.ts'
import { splitTitle } from './title-lines.ts'
import { measureBand, scrimFor, type Scrim } from './scrim.ts'

/** The words that are set on a picture; empty ones are left out. */
export interface CoverWords {
  title: string
  author: string
  /** A line of its own below the author, such as who reads. */
  narrator: string
}

/** What is laid over a picture, and the texts that no font here could set. */
export interface WordsOverlay {
  svg: string
  missing: string[]
  /** Least contrast of the words against what lies behind them, as WCAG counts it. */
  contrast: number
}

/** All lengths are in thousandths of the picture's width. */
const WIDTH = 1000
const MARGIN = 62
const TEXT_WIDTH = 860
/** Of the picture's height, tried in turn until the title is readable in a shelf's smallest picture. */
const TITLE_SHARES = [0.34, 0.44, 0.54]
const READABLE_SIZE = 62
/** A subtitle that would be smaller is left out. */
const LEAST_SIZE = 28
const AUTHOR_SIZE = { min: 44, max: 58 }
const NARRATOR_SIZE = 36
const GAP = 14
/** Over this length a scrim fades out into the picture. */
const FADE = 170

/** Lays title, author and narrator over a picture: title above, names below, each on as much of a scrim as the picture there asks for. */
export function composeWords(words: CoverWords, picture: Image): WordsOverlay {
  const height = (WIDTH * picture.heightPx) / picture.widthPx
  const missing: string[] = []
  const set = (text: string, block: (colour: string) => TextBlock | null) => {
    if (text.trim() === '') return null
    if (block('#fff') === null) missing.push(text)
    return block
  }
  const title = set(words.title, (colour) => setReadableTitle(words.title, height, colour))
  const author = set(words.author, (colour) =>
    setAuthor(words.author, { width: TEXT_WIDTH, height: height * 0.14 }, colour, AUTHOR_SIZE),
  )
  const narrator = set(words.narrator, (colour) =>
    setPhrase(words.narrator, { width: TEXT_WIDTH, height: height * 0.08, maxSize: NARRATOR_SIZE }, colour),
  )
  const above = [title].filter((block) => block !== null)
  const below = [author, narrator].filter((block) => block !== null)
  const [upper, lower] = [stackHeight(above), stackHeight(below)]
  const bands = [
    { blocks: above, top: 0, bottom: upper === 0 ? 0 : upper + 2 * MARGIN, isAbove: true },
    { blocks: below, top: lower === 0 ? height : height - lower - 2 * MARGIN, bottom: height, isAbove: false },
  ].filter(({ blocks }) => blocks.length > 0)
  const scale = picture.widthPx / WIDTH
  const measured = bands.map(({ top, bottom }) => measureBand(picture, top * scale, bottom * scale))
  const scrim = scrimFor(measured)
  const scrims = bands.map((band, at) =>
    drawScrim(`scrim${at}`, { ...band, height, opacity: scrim.opacities[at] ?? 0 }, scrim),
  )
  const texts = bands.map(({ blocks, top }) => drawStack(blocks, top + MARGIN, scrim))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.widthPx}" height="${picture.heightPx}" viewBox="0 0 ${WIDTH} ${n(height)}">${[...scrims, ...texts].join('')}</svg>`
  return { svg, missing: [...new Set(missing)], contrast: scrim.contrast }
}

type Block = (colour: string) => TextBlock | null

/** As large as its share allows; a long title gets more room, then does without its subtitle. */
function setReadableTitle(title: string, height: number, colour: string): TextBlock | null {
  const { main } = splitTitle(title)
  let best: TextBlock | null = null
  for (const text of new Set([title, main])) {
    for (const share of TITLE_SHARES) {
      const block = setTitle(text, { width: TEXT_WIDTH, height: height * share }, colour)
      if (block === null) continue
      const hasTinySubtitle = text !== main && block.leastSize < LEAST_SIZE
      if (!hasTinySubtitle && block.size > (best?.size ?? 0)) best = block
      if (best !== null && best.size >= READABLE_SIZE) return best
    }
  }
  return best
}

function stackHeight(blocks: readonly Block[]): number {
  const heights = blocks.map((block) => block('#fff')?.height ?? 0).filter((height) => height > 0)
  return heights.reduce((sum, height) => sum + height, 0) + GAP * Math.max(0, heights.length - 1)
}

/** The words, with a thin shade of the scrim around each letter. */
function drawStack(blocks: readonly Block[], top: number, { ink, shade }: Scrim): string {
  let y = top
  return blocks
    .map((block) => {
      const set = block(ink)
      if (set === null) return ''
      const halo = block(shade)?.draw(WIDTH / 2, y) ?? ''
      const drawn = `<g stroke="${shade}" stroke-width="7" stroke-linejoin="round" opacity="0.4">${halo}</g>${set.draw(WIDTH / 2, y)}`
      y += set.height + GAP
      return drawn
    })
    .join('')
}

function drawScrim(
  id: string,
  band: { top: number; bottom: number; height: number; isAbove: boolean; opacity: number },
  { shade }: Scrim,
): string {
  const from = band.isAbove ? 0 : Math.max(0, band.top - FADE)
  const to = band.isAbove ? Math.min(band.height, band.bottom + FADE) : band.height
  const solid = (band.bottom - band.top) / (to - from)
  const stop = (offset: number, opacity: number) =>
    `<stop offset="${n(offset)}" stop-color="${shade}" stop-opacity="${opacity.toFixed(3)}"/>`
  // Smooth at both ends of the fade: a straight ramp shows an edge.
  const curve = [0, 0.25, 0.5, 0.75, 1].map((at) => {
    const share = 1 - at * at * (3 - 2 * at)
    return [solid + (1 - solid) * at, band.opacity * share] as const
  })
  const stops = [stop(0, band.opacity), ...curve.map(([offset, opacity]) => stop(offset, opacity))].join('')
  const [y1, y2] = band.isAbove ? [0, 1] : [1, 0]
  return `<linearGradient id="${id}" x1="0" x2="0" y1="${y1}" y2="${y2}">${stops}</linearGradient><rect x="0" y="${n(from)}" width="${WIDTH}" height="${n(to - from)}" fill="url(#${id})"/>`
}
