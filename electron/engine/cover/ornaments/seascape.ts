import { circle, n, path, polar, type Emblem } from './ornament.ts'

/** A sun over rows of waves, in a ring. */
export const seascape: Emblem = (random, { cx, cy, r }, { foil, accent, ground }) => {
  const inner = r * 0.9
  const horizon = cy + r * (0.02 + random.next() * 0.1)
  const rays = random.integer(20, 30)
  const sun = r * (0.26 + random.next() * 0.06)
  const beams = Array.from({ length: rays }, (_, index) => {
    const turn = -0.25 + (index + 0.5) / (rays * 2)
    const [x1, y1] = polar(cx, horizon, turn, sun * 1.18)
    const [x2, y2] = polar(cx, horizon, turn, index % 2 === 0 ? r * 2 : sun * 1.75)
    return `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`
  })
  return [
    `<clipPath id="sea"><circle cx="${n(cx)}" cy="${n(cy)}" r="${n(inner)}"/></clipPath><g clip-path="url(#sea)">`,
    path(beams.join(''), { stroke: foil, width: 2 }),
    circle(cx, horizon, sun, { fill: accent }),
    scallops(cx, horizon, r, random.integer(4, 6), foil, ground),
    '</g>',
    circle(cx, cy, r * 0.99, { stroke: foil, width: 3.2 }),
    circle(cx, cy, inner, { stroke: foil, width: 1.6 }),
  ].join('')
}

/** Rows of overlapping arcs from the horizon down. */
function scallops(cx: number, horizon: number, r: number, perSide: number, foil: string, ground: string): string {
  const size = r / perSide
  const shapes: string[] = []
  for (let row = 0; row * size * 0.5 < r * 1.1; row++) {
    const y = horizon + size * 0.55 + row * size * 0.5
    for (let column = -perSide - 1; column <= perSide + 1; column++) {
      const x = cx + (column + (row % 2) / 2) * size
      shapes.push(circle(x, y, size * 0.52, { fill: ground, stroke: foil, width: 2 }))
      shapes.push(
        circle(x, y, size * 0.36, { stroke: foil, width: 1.5 }),
        circle(x, y, size * 0.2, { stroke: foil, width: 1.2 }),
      )
    }
  }
  return shapes.join('')
}
