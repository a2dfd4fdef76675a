import { splitTitle, breakTitle } from './title-lines.ts'
import { textWidth, typefacesFor, type Typeface, type Typefaces } from './typefaces.ts'
import { n, path, star } from './ornaments/ornament.ts'

/** Text ready to be placed: its height, and its drawing from a top edge down. */
export interface TextBlock {
  height: number
  /** Of its largest and of its smallest line. */
  size: number
  leastSize: number
  draw(centreX: number, top: number): string
}

/** Lines in one go: each brings its own height. */
interface SetLine {
  text: string
  face: Typeface
  size: number
  spacingEm: number
  /** From the top of this line to that of the next. */
  advance: number
}

/** A name goes over two lines only when it would become smaller than this in one. */
const AUTHOR_SIZE = { min: 30, max: 46 }
const CAPS_SPACING = 0.075
const MINOR_SCALE = 0.5
const LINE_HEIGHT = 1.08
/** A title longer than this is set in upper and lower case: capitals of that length tire the eye. */
const CAPS_LIMIT = 42

/** Sets title and subtitle as large as a box allows; null when no font has the letters. */
export function setTitle(title: string, box: { width: number; height: number }, colour: string): TextBlock | null {
  const { main, subtitle } = splitTitle(typographic(title))
  const faces = typefacesFor(main + subtitle + inCapitals(main))
  if (!faces || main === '') return null
  const isCaps = main.length <= CAPS_LIMIT
  const subtitleHeight = subtitle === '' ? 0 : box.height * Math.min(0.34, 0.14 + subtitle.length * 0.003)
  const lines = [
    ...setMain(isCaps ? inCapitals(main) : main, isCaps, faces, { ...box, height: box.height - subtitleHeight }),
    ...(subtitle === '' ? [] : setSubtitle(subtitle, faces, { width: box.width * 0.92, height: subtitleHeight })),
  ]
  return block(lines, colour)
}

/** Sets the author in spaced capitals, over two lines if need be; null when no font has the letters. */
export function setAuthor(
  author: string,
  box: { width: number; height: number },
  colour: string,
  sizes = AUTHOR_SIZE,
): TextBlock | null {
  const name = inCapitals(typographic(author).replace(/\s+/g, ' ').trim())
  const faces = name === '' ? null : typefacesFor(name)
  if (!faces) return null
  const spacingEm = 0.16
  const widthOf = (line: string): number => textWidth(faces.text, line, 1, spacingEm)
  const limits = { ...box, maxSize: sizes.max, lineHeight: 1.35, minorScale: 1 }
  const sizeInOneLine = Math.min(sizes.max, box.width / widthOf(name))
  const { lines, size } =
    sizeInOneLine >= sizes.min ? { lines: [{ text: name }], size: sizeInOneLine } : breakTitle(name, limits, widthOf)
  const set = lines.map(({ text }) => ({ text, face: faces.text, size, spacingEm, advance: size * 1.35 }))
  return block(set, colour)
}

/** Sets a phrase in italics, over as many lines as it needs; null when no font has the letters. */
export function setPhrase(
  phrase: string,
  box: { width: number; height: number; maxSize: number },
  colour: string,
): TextBlock | null {
  const text = typographic(phrase).replace(/\s+/g, ' ').trim()
  const faces = text === '' ? null : typefacesFor(text)
  if (!faces) return null
  const limits = { ...box, lineHeight: 1.25, minorScale: 1 }
  const { lines, size } = breakTitle(text, limits, (line) => textWidth(faces.italic, line, 1))
  const set = lines.map((line) => ({ text: line.text, face: faces.italic, size, spacingEm: 0, advance: size * 1.25 }))
  return block(set, colour)
}

/** A small figure with a line on either side, to part the title from the author. */
export function setDivider(width: number, colour: string): TextBlock {
  return {
    height: 26,
    size: 0,
    leastSize: 0,
    draw(centreX, top) {
      const y = top + 13
      const half = width / 2
      const lines = `M${n(centreX - half)} ${n(y)}H${n(centreX - 26)}M${n(centreX + 26)} ${n(y)}H${n(centreX + half)}`
      return path(lines, { stroke: colour, width: 1.8 }) + path(star(centreX, y, 4, 13, 4.5), { fill: colour })
    },
  }
}

function setMain(title: string, isCaps: boolean, faces: Typefaces, box: { width: number; height: number }): SetLine[] {
  const spacing = isCaps ? CAPS_SPACING : 0.012
  const minorFace = faces.italic
  const widthOf = (line: string, isMinor: boolean): number =>
    isMinor ? textWidth(minorFace, line, MINOR_SCALE, 0.02) : textWidth(faces.display, line, 1, spacing)
  const limits = { ...box, maxSize: 168, lineHeight: LINE_HEIGHT, minorScale: MINOR_SCALE }
  const { lines, size } = breakTitle(title, limits, widthOf)
  return lines.map(({ text, isMinor }, index) =>
    isMinor
      ? {
          text: index === 0 ? capitalised(text) : text.toLowerCase(),
          face: minorFace,
          size: size * MINOR_SCALE,
          spacingEm: 0.02,
          advance: size * MINOR_SCALE * 1.1 * LINE_HEIGHT,
        }
      : { text, face: faces.display, size, spacingEm: spacing, advance: size * LINE_HEIGHT },
  )
}

/** Quotation marks of print in place of the keyboard's, and no pictographs or control characters. */
function typographic(text: string): string {
  return text
    .replace(/[\p{So}\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/(^|[\s([])'/g, '$1‘')
    .replace(/'/g, '’')
    .replace(/(^|[\s([])"/g, '$1“')
    .replace(/"/g, '”')
}

/** Greek capitals carry no accents. */
function inCapitals(text: string): string {
  return text.toLocaleUpperCase(/\p{Script=Greek}/u.test(text) ? 'el' : 'en')
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()
}

function setSubtitle(subtitle: string, faces: Typefaces, box: { width: number; height: number }): SetLine[] {
  const gap = box.height * 0.16
  const { lines, size } = breakTitle(
    subtitle,
    { width: box.width, height: box.height - gap, maxSize: 50, lineHeight: 1.22, minorScale: 1 },
    (line) => textWidth(faces.italic, line, 1),
  )
  const set = lines.map(({ text }) => ({ text, face: faces.italic, size, spacingEm: 0, advance: size * 1.22 }))
  return [{ text: '', face: faces.italic, size: 0, spacingEm: 0, advance: gap }, ...set]
}

function block(lines: readonly SetLine[], colour: string): TextBlock {
  const sizes = lines.filter(({ text }) => text !== '').map(({ size }) => size)
  return {
    height: lines.reduce((sum, line) => sum + line.advance, 0),
    size: Math.max(0, ...sizes),
    leastSize: sizes.length === 0 ? 0 : Math.min(...sizes),
    draw(centreX, top) {
      let y = top
      return lines
        .map((line) => {
          const baseline = y + line.advance * 0.5 + line.size * 0.33
          y += line.advance
          return line.text === '' ? '' : drawLine(line, centreX, baseline, colour)
        })
        .join('')
    },
  }
}

/** Spacing follows the last letter too, so the line moves right by half of it. */
function drawLine({ text, face, size, spacingEm }: SetLine, centreX: number, baseline: number, colour: string): string {
  const style = face.isItalic ? ' font-style="italic"' : ''
  const x = centreX + (spacingEm * size) / 2
  return `<text x="${n(x)}" y="${n(baseline)}" text-anchor="middle" font-family="${face.family}" font-weight="${face.weight}"${style} font-size="${n(size)}" letter-spacing="${n(spacingEm * size)}" fill="${colour}">${escape(text)}</text>`
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
