import { circle, n, path, polar, star, type Emblem } from './ornament.ts'

/** A crescent among stars, in a ring. */
export const nightSky: Emblem = (random, { cx, cy, r }, { foil, accent }) => {
  const stars: string[] = []
  const taken: [number, number, number][] = [[cx, cy, r * 0.44]]
  for (let tries = 0; tries < 400 && taken.length < 34; tries++) {
    const size = r * (0.018 + random.next() ** 3 * 0.075)
    const [x, y] = polar(cx, cy, random.next(), r * 0.82 * Math.sqrt(random.next()))
    if (taken.some(([tx, ty, space]) => Math.hypot(tx - x, ty - y) < space + size + r * 0.035)) continue
    taken.push([x, y, size])
    stars.push(
      size < r * 0.028
        ? circle(x, y, size * 0.55, { fill: accent })
        : path(star(x, y, size > r * 0.055 ? 8 : 4, size, size * 0.3), { fill: foil }),
    )
  }
  const ticks = Array.from({ length: 72 }, (_, index) => {
    const [x1, y1] = polar(cx, cy, index / 72, r * 0.915)
    const [x2, y2] = polar(cx, cy, index / 72, r * (index % 6 === 0 ? 0.965 : 0.94))
    return `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`
  })
  const moon = r * 0.38
  const crescent = `M${n(cx + moon * 0.32)} ${n(cy - moon * 0.92)}A${n(moon)} ${n(moon)} 0 1 0 ${n(cx + moon * 0.92)} ${n(cy + moon * 0.32)}A${n(moon * 0.8)} ${n(moon * 0.8)} 0 1 1 ${n(cx + moon * 0.32)} ${n(cy - moon * 0.92)}Z`
  return [
    circle(cx, cy, r * 0.99, { stroke: foil, width: 3.2 }),
    circle(cx, cy, r * 0.89, { stroke: foil, width: 1.4 }),
    path(ticks.join(''), { stroke: foil, width: 1.6 }),
    ...stars,
    path(crescent, { fill: foil }),
  ].join('')
}
