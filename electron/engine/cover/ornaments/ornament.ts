import type { Random } from '../random.ts'

/** The colours an ornament is stamped in. */
export interface Inks {
  foil: string
  accent: string
  ground: string
}

/** A rectangle on the cover. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** A single figure that fills a circle. */
export type Emblem = (random: Random, circle: { cx: number; cy: number; r: number }, inks: Inks) => string

/** A pattern that covers a box; what sticks out of it is cut off. */
export type Field = (random: Random, box: Box, inks: Inks) => string

/** A number as SVG needs it. */
export function n(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** A point at an angle (in turns, 0 is up) and a distance from a centre. */
export function polar(cx: number, cy: number, turn: number, r: number): [number, number] {
  const angle = (turn - 0.25) * 2 * Math.PI
  return [cx + Math.cos(angle) * r, cy + Math.sin(angle) * r]
}

/** A circle; with a width it is drawn as a line. */
export function circle(
  cx: number,
  cy: number,
  r: number,
  paint: { fill?: string; stroke?: string; width?: number },
): string {
  const line = paint.stroke ? ` stroke="${paint.stroke}" stroke-width="${n(paint.width ?? 1)}"` : ''
  return `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(r)}" fill="${paint.fill ?? 'none'}"${line}/>`
}

/** A path; with a width it is drawn as a line with round ends. */
export function path(d: string, paint: { fill?: string; stroke?: string; width?: number }): string {
  const line = paint.stroke
    ? ` stroke="${paint.stroke}" stroke-width="${n(paint.width ?? 1)}" stroke-linecap="round" stroke-linejoin="round"`
    : ''
  return `<path d="${d}" fill="${paint.fill ?? 'none'}"${line}/>`
}

/** A leaf from a point along an angle (in turns). */
export function leaf(x: number, y: number, turn: number, length: number, width: number): string {
  const [tipX, tipY] = polar(x, y, turn, length)
  const [leftX, leftY] = polar(...polar(x, y, turn, length * 0.42), turn - 0.25, width)
  const [rightX, rightY] = polar(...polar(x, y, turn, length * 0.42), turn + 0.25, width)
  return `M${n(x)} ${n(y)}Q${n(leftX)} ${n(leftY)} ${n(tipX)} ${n(tipY)}Q${n(rightX)} ${n(rightY)} ${n(x)} ${n(y)}Z`
}

/** A star with straight edges. */
export function star(cx: number, cy: number, points: number, outer: number, inner: number): string {
  const corners = Array.from({ length: points * 2 }, (_, index) =>
    polar(cx, cy, index / (points * 2), index % 2 === 0 ? outer : inner),
  )
  return `M${corners.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`
}
