import { circle, leaf, path, polar, star, type Emblem } from './ornament.ts'

/** Two branches that meet at the top, with berries, around a star. */
export const wreath: Emblem = (random, { cx, cy, r }, { foil, accent }) => {
  const pairs = random.integer(11, 15)
  const size = random.next() * 0.05 + 0.22
  const hasBerries = random.next() < 0.7
  const leaves: string[] = []
  const berries: string[] = []
  for (const side of [-1, 1]) {
    for (let index = 0; index < pairs; index++) {
      const turn = 0.5 + side * (0.025 + (index / pairs) * 0.44)
      const along = turn + side * 0.25
      const length = r * size * (1 - (index / pairs) * 0.35)
      const [x, y] = polar(cx, cy, turn, r * 0.8)
      leaves.push(
        leaf(x, y, along - side * 0.11, length, length * 0.36),
        leaf(x, y, along + side * 0.11, length, length * 0.36),
      )
      if (hasBerries && index % 2 === 1) {
        berries.push(circle(...polar(cx, cy, turn + side * 0.012, r * 0.68), r * 0.021, { fill: accent }))
        berries.push(circle(...polar(cx, cy, turn + side * 0.012, r * 0.93), r * 0.021, { fill: accent }))
      }
    }
    const [tipX, tipY] = polar(cx, cy, 0.5 + side * 0.468, r * 0.8)
    leaves.push(leaf(tipX, tipY, 0.5 + side * 0.468 + side * 0.25, r * 0.12, r * 0.032))
  }
  const [startX, startY] = polar(cx, cy, 0.5 - 0.465, r * 0.8)
  const [endX, endY] = polar(cx, cy, 0.5 + 0.465, r * 0.8)
  const ring = `M${startX} ${startY}A${r * 0.8} ${r * 0.8} 0 1 1 ${endX} ${endY}`
  return [
    path(ring, { stroke: foil, width: 2.6 }),
    path(leaves.join(''), { fill: foil }),
    ...berries,
    path(centre(random.integer(0, 2), cx, cy, r), { fill: foil }),
    circle(cx, cy, r * 0.05, { fill: accent }),
  ].join('')
}

function centre(kind: number, cx: number, cy: number, r: number): string {
  if (kind === 0) return star(cx, cy, 8, r * 0.36, r * 0.1) + star(cx, cy, 8, r * 0.2, r * 0.09)
  const petals = kind === 1 ? 6 : 10
  return Array.from({ length: petals }, (_, index) => {
    const [x, y] = polar(cx, cy, index / petals, r * 0.07)
    return leaf(x, y, index / petals, r * 0.3, r * (kind === 1 ? 0.12 : 0.06))
  }).join('')
}
