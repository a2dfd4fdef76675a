import type { CoverRequest } from './cover-request.ts'
import { fans, ripples, shells, sprigs, starryCloth, trellis } from './ornaments/fields.ts'
import { nightSky } from './ornaments/night-sky.ts'
import { circle, n, path, type Box, type Emblem, type Field, type Inks } from './ornaments/ornament.ts'
import { rosette } from './ornaments/rosette.ts'
import { seascape } from './ornaments/seascape.ts'
import { sunburst } from './ornaments/sunburst.ts'
import { wreath } from './ornaments/wreath.ts'
import { PALETTES, type Palette } from './palettes.ts'
import { createRandom, type Random } from './random.ts'
import { setAuthor, setDivider, setTitle, type TextBlock } from './text-block.ts'

/** A drawing, and the texts that no font here could set. */
export interface Composition {
  svg: string
  missing: string[]
}

/** What a layout arranges on the sheet. */
interface Sheet {
  width: number
  height: number
  palette: Palette
  inks: Inks
  random: Random
  title: (box: { width: number; height: number }) => TextBlock | null
  author: TextBlock | null
}

const EMBLEMS: readonly [Emblem, ...Emblem[]] = [rosette, sunburst, wreath, nightSky, seascape]
const FIELDS: readonly [Field, ...Field[]] = [shells, fans, trellis, sprigs, starryCloth, ripples]
/** All lengths are in thousandths of the cover's width. */
const SHEET_WIDTH = 1000
const MARGIN = 46

/** Composes a cover as SVG; the same request gives the same drawing. */
export function composeCover(request: CoverRequest): Composition {
  const random = createRandom(JSON.stringify([request.title, request.author, request.seed]))
  const names = Object.keys(PALETTES) as [keyof typeof PALETTES, ...(keyof typeof PALETTES)[]]
  const picked = random.pick(names)
  const palette = PALETTES[request.palette === 'auto' ? picked : request.palette]
  const height = (SHEET_WIDTH * request.heightPx) / request.widthPx
  const author = setAuthor(request.author, { width: 570, height: 110 }, palette.text)
  const missing: string[] = []
  const title = (box: { width: number; height: number }): TextBlock | null => setTitle(request.title, box, palette.text)
  if (request.title.trim() !== '' && !title({ width: 500, height: 500 })) missing.push(request.title)
  if (request.author.trim() !== '' && !author) missing.push(request.author)
  const sheet: Sheet = { width: SHEET_WIDTH, height, palette, inks: palette, random, title, author }
  const layout = random.pick([emblemBelow, emblemAbove, labelOnCloth, labelOnCloth, bands])
  return { svg: wrap(request, sheet, `${cloth(palette)}${layout(sheet)}`), missing }
}

/** Title above, figure below, author at the foot. */
function emblemBelow(sheet: Sheet): string {
  return emblemPage(sheet, false)
}

/** Figure above, title below. */
function emblemAbove(sheet: Sheet): string {
  return emblemPage(sheet, true)
}

function emblemPage(sheet: Sheet, isAbove: boolean): string {
  const { height, random, inks } = sheet
  const inside = { top: MARGIN + 62, bottom: height - MARGIN - 62 }
  const authorHeight = sheet.author ? sheet.author.height + 24 : 0
  const free = inside.bottom - inside.top - authorHeight
  const title = sheet.title({ width: 760, height: free * 0.4 })
  const titleHeight = title ? title.height + 30 : 0
  const r = Math.min(330, (free - titleHeight) / 2)
  const emblem = random.pick(EMBLEMS)
  const slack = (free - titleHeight - 2 * r) / 3
  const emblemTop = isAbove ? inside.top + slack : inside.top + titleHeight + slack * 2
  const titleTop = isAbove ? emblemTop + 2 * r + 30 + slack : inside.top + slack
  return [
    frame(sheet),
    emblem(random, { cx: 500, cy: emblemTop + r, r }, inks),
    title?.draw(500, titleTop) ?? '',
    sheet.author?.draw(500, inside.bottom - sheet.author.height + 8) ?? '',
  ].join('')
}

/** Cloth printed all over, with a label. */
function labelOnCloth(sheet: Sheet): string {
  const { width, height, random, inks, palette } = sheet
  const box = { x: MARGIN, y: MARGIN, width: width - 2 * MARGIN, height: height - 2 * MARGIN }
  const field = random.pick(FIELDS)
  const printed = clipped('cloth', box, field(random, box, inks))
  const title = sheet.title({ width: 570, height: Math.min(430, height * 0.42) })
  if (!title && !sheet.author) return printed + frame(sheet)
  const parts: TextBlock[] = [title, title && sheet.author ? setDivider(240, palette.foil) : null, sheet.author].filter(
    (part) => part !== null,
  )
  const gap = 26
  const inner = parts.reduce((sum, part) => sum + part.height, 0) + gap * (parts.length - 1)
  const label = { x: 150, width: 700, height: Math.max(300, inner + 130), y: 0 }
  label.y = (height - label.height) / 2
  let top = label.y + (label.height - inner) / 2
  const texts = parts.map((part) => {
    const drawn = part.draw(500, top)
    top += part.height + gap
    return drawn
  })
  return [printed, frame(sheet), labelPlate(label, palette, random), ...texts].join('')
}

/** A plain band with the title between two printed ones. */
function bands(sheet: Sheet): string {
  const { width, height, random, inks, palette } = sheet
  const field = random.pick(FIELDS)
  const key = String(random.next())
  const title = sheet.title({ width: 780, height: height * 0.34 })
  const parts: TextBlock[] = [title, title && sheet.author ? setDivider(300, palette.foil) : null, sheet.author].filter(
    (part) => part !== null,
  )
  const gap = 24
  const inner = parts.reduce((sum, part) => sum + part.height, 0) + gap * Math.max(0, parts.length - 1)
  const band = parts.length === 0 ? 0 : Math.max(300, inner + 120)
  const side = (height - 2 * MARGIN - band) / 2
  const box = { x: MARGIN, width: width - 2 * MARGIN, height: side, y: MARGIN }
  const lower = { ...box, y: MARGIN + side + band }
  let top = MARGIN + side + (band - inner) / 2
  const texts = parts.map((part) => {
    const drawn = part.draw(500, top)
    top += part.height + gap
    return drawn
  })
  const rules = [box.y + side, lower.y].map((y, index) => {
    const away = index === 0 ? 9 : -9
    const span = `H${n(width - MARGIN)}`
    return (
      path(`M${MARGIN} ${n(y)}${span}`, { stroke: palette.foil, width: 4 }) +
      path(`M${MARGIN} ${n(y + away)}${span}`, { stroke: palette.foil, width: 1.4 })
    )
  })
  return [
    clipped('upper', box, field(createRandom(key), box, inks)),
    clipped('lower', lower, field(createRandom(key), lower, inks)),
    ...(band === 0 ? [] : rules),
    frame(sheet),
    ...texts,
  ].join('')
}

/** A double line around everything, with small knots in the corners. */
function frame({ width, height, palette, random }: Sheet): string {
  const rule = (inset: number, stroke: number): string =>
    `<rect x="${inset}" y="${inset}" width="${n(width - 2 * inset)}" height="${n(height - 2 * inset)}" fill="none" stroke="${palette.foil}" stroke-width="${stroke}"/>`
  const corners = [
    [MARGIN, MARGIN],
    [width - MARGIN, MARGIN],
    [MARGIN, height - MARGIN],
    [width - MARGIN, height - MARGIN],
  ] as const
  const knot = random.integer(0, 2)
  const knots = corners.map(([x, y]) => {
    if (knot === 0) return ''
    const plate = circle(x, y, 17, { fill: palette.ground, stroke: palette.foil, width: 2.6 })
    return (
      plate +
      circle(x, y, knot === 1 ? 6 : 9, knot === 1 ? { fill: palette.foil } : { stroke: palette.foil, width: 1.4 })
    )
  })
  return [rule(MARGIN - 12, 1.4), rule(MARGIN, 4), ...knots].join('')
}

function labelPlate(box: Box, palette: Palette, random: Random): string {
  const notch = random.pick([0, 22, 34])
  const plate = (inset: number): string => notched(box, inset, Math.max(0, notch - inset * 0.4))
  return [
    path(plate(-10), { fill: palette.ground }),
    path(plate(0), { fill: palette.ground, stroke: palette.foil, width: 4 }),
    path(plate(11), { stroke: palette.foil, width: 1.4 }),
  ].join('')
}

/** A rectangle whose corners are bitten off by quarter circles. */
function notched({ x, y, width, height }: Box, inset: number, notch: number): string {
  const [left, top, right, bottom] = [x + inset, y + inset, x + width - inset, y + height - inset].map(n)
  const arc = (dx: number, dy: number): string =>
    notch === 0 ? '' : `a${n(notch)} ${n(notch)} 0 0 0 ${n(dx)} ${n(dy)}`
  const [l, t, r, b] = [left, top, right, bottom].map(Number) as [number, number, number, number]
  return `M${n(l + notch)} ${n(t)}H${n(r - notch)}${arc(notch, notch)}V${n(b - notch)}${arc(-notch, notch)}H${n(l + notch)}${arc(-notch, -notch)}V${n(t + notch)}${arc(notch, -notch)}Z`
}

function clipped(id: string, { x, y, width, height }: Box, content: string): string {
  return `<clipPath id="${id}"><rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"/></clipPath><g clip-path="url(#${id})">${content}</g>`
}

/** The weave of book cloth. */
function cloth({ ground, shade }: Palette): string {
  const weave = `<pattern id="weave" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M0 0.6H5M0.6 0V5" stroke="${shade}" stroke-width="1.1"/></pattern>`
  return `<defs>${weave}</defs><rect width="100%" height="100%" fill="${ground}"/><rect width="100%" height="100%" fill="url(#weave)" opacity="0.55"/>`
}

function wrap({ widthPx, heightPx }: CoverRequest, { width, height }: Sheet, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${width} ${n(height)}">${content}</svg>`
}
