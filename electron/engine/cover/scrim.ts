import type { Image } from '../media.ts'

/** The colours of words on a picture, and how much of the shade lies between the two in each band. */
export interface Scrim {
  ink: string
  shade: string
  /** 0–1, one a band. */
  opacities: number[]
  /** The least contrast that is left, as WCAG counts it. */
  contrast: number
}

/** What lies behind words: the mean colours of small squares, about as large as a letter's stroke. */
export type Band = readonly Colour[]

type Colour = readonly [red: number, green: number, blue: number]

const SQUARES_A_ROW = 100
const LIGHT = { ink: [253, 246, 227], shade: [12, 10, 9] } as const
const DARK = { ink: [24, 18, 14], shade: [250, 246, 238] } as const
/** Normal text needs 4.5 to 1; nearly all of it gets more, since letters are thin in small pictures. */
const LEAST_CONTRAST = 4.5
const USUAL_CONTRAST = 7
const MOST_CONTRAST = 21
/** Few squares may be worse than this share: a single star is no reason for a black cover. */
const STRAY_SHARE = 0.005
/** How uneven a ground may be, in steps of lightness from 0 to 100: what is busy is hard to read on at any contrast. */
const MOST_UNEVEN = 13
const STEPS = Array.from({ length: 15 }, (_, step) => 0.25 + step * 0.05)
/** Light words are what a cover usually has: dark ones have to be clearly less shade. */
const LIGHT_BONUS = 0.12

/** The squares between two heights of a picture. */
export function measureBand({ widthPx, heightPx, rgb }: Image, topPx: number, bottomPx: number): Band {
  const edge = Math.max(1, Math.floor(widthPx / SQUARES_A_ROW))
  const squares: Colour[] = []
  for (let y = Math.max(0, Math.floor(topPx)); y + edge <= Math.min(heightPx, bottomPx); y += edge) {
    for (let x = 0; x + edge <= widthPx; x += edge) squares.push(meanColour(rgb, widthPx, { x, y, edge }))
  }
  return squares
}

/** Light words on a dark shade or dark ones on a light shade, whichever hides less of the picture. */
export function scrimFor(bands: readonly Band[]): Scrim {
  const [light, dark] = [LIGHT, DARK].map((way) => ({
    ...way,
    opacities: bands.map((band) => leastOpacity(band, way.ink, way.shade)),
  }))
  if (light === undefined || dark === undefined) throw new Error('There are two ways')
  const isLight = Math.max(...light.opacities) <= Math.max(...dark.opacities) + LIGHT_BONUS
  const { ink, shade, opacities } = isLight ? light : dark
  const contrasts = bands.map((band, at) => worstContrast(covered(band, shade, opacities[at] ?? 0), ink))
  return { ink: hex(ink), shade: hex(shade), opacities, contrast: Math.min(...contrasts, MOST_CONTRAST) }
}

function leastOpacity(band: Band, ink: Colour, shade: Colour): number {
  if (band.length === 0) return 0
  const enough = STEPS.find((opacity) => {
    const squares = covered(band, shade, opacity)
    const mean = squares.reduce((sum, square) => sum + contrastOf(ink, square), 0) / squares.length
    return worstContrast(squares, ink) >= LEAST_CONTRAST && mean >= USUAL_CONTRAST && unevenness(squares) <= MOST_UNEVEN
  })
  return enough ?? STEPS.at(-1) ?? 1
}

function covered(band: Band, shade: Colour, opacity: number): Colour[] {
  const mix = (value: number, over: number) => value * (1 - opacity) + over * opacity
  return band.map(([r, g, b]) => [mix(r, shade[0]), mix(g, shade[1]), mix(b, shade[2])])
}

/** Of all squares but a few strays. */
function worstContrast(squares: readonly Colour[], ink: Colour): number {
  const contrasts = squares.map((square) => contrastOf(ink, square)).sort((a, b) => a - b)
  return contrasts[Math.floor(contrasts.length * STRAY_SHARE)] ?? MOST_CONTRAST
}

function unevenness(squares: readonly Colour[]): number {
  const lightness = squares.map((square) => 116 * Math.cbrt(luminance(square)) - 16)
  const mean = lightness.reduce((sum, value) => sum + value, 0) / lightness.length
  return Math.sqrt(lightness.reduce((sum, value) => sum + (value - mean) ** 2, 0) / lightness.length)
}

function contrastOf(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Relative luminance of sRGB, 0–1. */
function luminance([red, green, blue]: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

function linear(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function meanColour(rgb: Uint8Array, widthPx: number, { x, y, edge }: { x: number; y: number; edge: number }): Colour {
  let [red, green, blue] = [0, 0, 0]
  for (let row = y; row < y + edge; row++) {
    for (let at = (row * widthPx + x) * 3, end = at + edge * 3; at < end; at += 3) {
      red += rgb[at] ?? 0
      green += rgb[at + 1] ?? 0
      blue += rgb[at + 2] ?? 0
    }
  }
  const pixels = edge * edge
  return [red / pixels, green / pixels, blue / pixels]
}

function hex(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
