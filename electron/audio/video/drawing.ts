import { readLabel } from '#electron/books/heading-label.ts'
import { path } from '#electron/engine/cover/ornaments/ornament.ts'
import { setAuthor, setDivider, setTitle, type TextBlock } from '#electron/engine/cover/text-block.ts'
import { textWidth, typefacesFor } from '#electron/engine/cover/typefaces.ts'

/** What is written and shaded over a picture. */
export interface Drawing {
  layout: 'card' | 'cover' | 'scene' | 'thumbnail'
  widthPx: number
  heightPx: number
  kicker: string | null
  heading: string | null
  caption: readonly string[] | null
}

/** A drawing as SVG, and the fonts that it asks for. */
export interface DrawnSvg {
  svg: string
  fontFiles: string[]
}

type Placeable = Pick<TextBlock, 'height' | 'draw'>

const CREAM = '#f6ecd6'
const MUTED = '#c9bba4'
const EMBER = '#f0883e'
const NIGHT = '#0d0a08'
/** All lengths are those of a sheet of this size. */
const SHEET = { width: 1920, height: 1080 }
const LONGEST_HEADING = 140
const FIGURES = { longest: 60, scale: 2.6 }
const CAPTION = { size: 50, lineHeight: 66, lowest: 1026, widest: 1640 }

/** Composes what lies over the picture of a still; texts that no font here can set are left out. */
export function composeDrawing(drawing: Drawing): DrawnSvg {
  const { layout, widthPx, heightPx, kicker, caption } = drawing
  const heading = drawing.heading === null ? null : shortened(drawing.heading)
  const parts = {
    card: () => card(kicker, heading),
    cover: () => footer(caption === null ? heading : null),
    scene: () => '',
    thumbnail: () => thumbnail(kicker, heading),
  }
  const content = [parts[layout](), caption === null ? '' : captionLines(caption, layout === 'scene')]
  const texts = [kicker, heading, ...(caption ?? []), ''].flatMap((text) => (text === null ? [] : [text]))
  const fontFiles = texts.flatMap((text) => typefacesFor(text + text.toLocaleUpperCase())?.files ?? [])
  const size = `width="${widthPx}" height="${heightPx}" viewBox="0 0 ${SHEET.width} ${SHEET.height}"`
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${content.join('')}</svg>`,
    fontFiles: [...new Set(fontFiles)],
  }
}

/** Night coming over the sheet along a line, given as the attributes of an SVG gradient. */
function shade(id: string, line: string, from: number, to: number): string {
  const stops = [from, to].map(
    (opacity, at) => `<stop offset="${at}" stop-color="${NIGHT}" stop-opacity="${opacity}"/>`,
  )
  const gradient = `<linearGradient id="${id}" ${line}>${stops.join('')}</linearGradient>`
  return `${gradient}<rect width="${SHEET.width}" height="${SHEET.height}" fill="url(#${id})"/>`
}

/** The chapter's number small, its name large, a small figure, the book below. */
function card(kicker: string | null, heading: string | null): string {
  const { number, name } = parted(heading ?? '')
  const title = setName(name)
  const label = number === '' ? null : setAuthor(number, { width: 1200, height: 60 }, EMBER)
  const book = kicker === null ? null : setAuthor(kicker, { width: 1300, height: 90 }, MUTED)
  const stack = [label, title].filter((block) => block !== null)
  const gap = 36
  const height = stack.reduce((sum, block) => sum + block.height, 0) + gap * Math.max(0, stack.length - 1)
  let top = 480 - height / 2
  const texts = stack.map((block) => {
    const drawn = block.draw(SHEET.width / 2, top)
    top += block.height + gap
    return drawn
  })
  const divider = setDivider(300, EMBER).draw(SHEET.width / 2, Math.max(top + 10, 640))
  return [...texts, divider, book === null ? '' : scaled(book, 0.72, SHEET.width / 2, 930)].join('')
}

/** In the display face; its figures are made for small letters, so that a name with figures is set in the other one. */
function setName(name: string): Placeable | null {
  if (!/\d/.test(name) || name.length > FIGURES.longest) return setTitle(name, { width: 1360, height: 400 }, CREAM)
  const block = setAuthor(name, { width: 1360 / FIGURES.scale, height: 400 / FIGURES.scale }, CREAM)
  if (!block) return null
  return {
    height: block.height * FIGURES.scale,
    draw: (centreX: number, top: number) => scaled(block, FIGURES.scale, centreX, top),
  }
}

/** The chapter's name under the cover. */
function footer(heading: string | null): string {
  const block = heading === null ? null : setAuthor(heading, { width: 1900, height: 90 }, CREAM)
  return block === null ? '' : scaled(block, 0.78, SHEET.width / 2, 965)
}

/** Title and author on the left, as large as may be: thumbnails are seen at the size of a stamp. */
function thumbnail(kicker: string | null, heading: string | null): string {
  const title = heading === null ? null : setTitle(heading, { width: 740, height: 620 }, CREAM)
  const author = kicker === null ? null : setAuthor(kicker, { width: 560, height: 130 }, CREAM)
  const [scale, gap, centre] = [1.3, 50, 430]
  const height = (title?.height ?? 0) + (author ? author.height * scale + gap : 0)
  const top = (SHEET.height - height) / 2
  const rule = `M${centre - 120} ${top + (title?.height ?? 0) + gap * 0.55}h240`
  return [
    shade('side', 'x1="0.3" x2="0.58"', 0.92, 0),
    title?.draw(centre, top) ?? '',
    title && author ? path(rule, { stroke: EMBER, width: 7 }) : '',
    author ? scaled(author, scale, centre, top + (title?.height ?? 0) + gap) : '',
  ].join('')
}

function scaled(block: Placeable, scale: number, centreX: number, top: number): string {
  return `<g transform="translate(${centreX} ${top}) scale(${scale})">${block.draw(0, 0)}</g>`
}

/** Burned subtitles: at the foot, on a shade of their own where the picture may be bright. */
function captionLines(lines: readonly string[], isOnPicture: boolean): string {
  const faces = typefacesFor(lines.join(''))
  if (!faces) return ''
  const { text } = faces
  const widest = Math.max(...lines.map((line) => textWidth(text, line, CAPTION.size)))
  const size = CAPTION.size * Math.min(1, CAPTION.widest / widest)
  const foot = isOnPicture ? shade('foot', 'x2="0" y1="0.68" y2="1"', 0, 0.86) : ''
  const drawn = lines.map((line, index) => {
    const y = CAPTION.lowest - (lines.length - 1 - index) * CAPTION.lineHeight
    const style = `font-family="${text.family}" font-weight="${text.weight}" font-size="${size.toFixed(2)}"`
    const outline = `stroke="${NIGHT}" stroke-width="7" stroke-linejoin="round" paint-order="stroke" stroke-opacity="0.8"`
    return `<text x="960" y="${y}" text-anchor="middle" ${style} fill="${CREAM}" ${outline}>${escaped(line)}</text>`
  })
  return foot + drawn.join('')
}

/** `Chapter 3. The Storm` parted into number and name; a heading that is only a number is the name. */
function parted(heading: string): { number: string; name: string } {
  const title = readLabel(heading)?.title.trim() ?? ''
  const isParted = title !== '' && title !== heading && heading.endsWith(title)
  if (!isParted) return { number: '', name: heading }
  return { number: heading.slice(0, -title.length).replace(/[\s.:,;–—-]+$/u, ''), name: title }
}

function shortened(text: string): string {
  const clean = text.replace(/\s+/g, ' ').trim()
  if (clean.length <= LONGEST_HEADING) return clean
  return `${clean.slice(0, clean.lastIndexOf(' ', LONGEST_HEADING - 1)).replace(/[\s,;:.–—-]+$/u, '')} …`
}

function escaped(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (letter) => (/\p{Cc}/u.test(letter) ? ' ' : `&#${letter.charCodeAt(0)};`))
}
