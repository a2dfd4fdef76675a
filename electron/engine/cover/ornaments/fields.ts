import { circle, leaf, n, path, polar, star, type Box, type Field, type Inks } from './ornament.ts'

interface Spot {
  x: number
  y: number
  /** Rows alternate. */
  isOdd: boolean
}

/** Evenly spread places, every second row shifted by half a step, symmetrical about the box's middle. */
function halfDrop(box: Box, stepX: number, stepY: number): Spot[] {
  const rows = Math.ceil(box.height / stepY / 2) + 1
  const columns = Math.ceil(box.width / stepX / 2) + 1
  const spots: Spot[] = []
  for (let row = -rows; row <= rows; row++) {
    const isOdd = Math.abs(row) % 2 === 1
    for (let column = -columns; column <= columns; column++) {
      const x = box.x + box.width / 2 + (column + (isOdd ? 0.5 : 0)) * stepX
      spots.push({ x, y: box.y + box.height / 2 + row * stepY, isOdd })
    }
  }
  return spots
}

/** Overlapping shells, as on Japanese cloth. */
export const shells: Field = (random, box, { foil, accent, ground }) => {
  const size = random.pick([70, 84, 100])
  const rings = random.integer(3, 4)
  return halfDrop(box, size, size / 4)
    .map(({ x, y }) => {
      const arcs = Array.from({ length: rings }, (_, ring) =>
        circle(x, y, (size / 2) * (1 - (ring + 0.35) / (rings + 0.6)), {
          stroke: ring === rings - 1 ? accent : foil,
          width: 1.5,
        }),
      )
      return circle(x, y, size / 2, { fill: ground, stroke: foil, width: 2.2 }) + arcs.join('')
    })
    .join('')
}

/** Fans of the twenties. */
export const fans: Field = (random, box, { foil, accent, ground }) => {
  const size = random.pick([124, 150, 178])
  const r = size / 2
  const blades = random.integer(7, 9)
  return halfDrop(box, size, size / 2)
    .map(({ x, y }) => {
      const foot = y + r / 2
      const ribs = Array.from({ length: blades + 1 }, (_, index) => {
        const turn = -0.25 + (index / blades) * 0.5
        const [x1, y1] = polar(x, foot, turn, r * 0.2)
        const [x2, y2] = polar(x, foot, turn, r * 0.84)
        return `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`
      })
      const dots = Array.from({ length: blades }, (_, index) =>
        circle(...polar(x, foot, -0.25 + ((index + 0.5) / blades) * 0.5, r * 0.7), r * 0.035, { fill: accent }),
      )
      return [
        circle(x, foot, r * 0.985, { fill: ground, stroke: foil, width: 2.4 }),
        circle(x, foot, r * 0.84, { stroke: foil, width: 1.3 }),
        path(ribs.join(''), { stroke: foil, width: 1.3 }),
        ...dots,
        circle(x, foot, r * 0.2, { fill: foil }),
      ].join('')
    })
    .join('')
}

/** A trellis with a flower at each crossing. */
export const trellis: Field = (random, box, inks) => {
  const stepX = random.pick([92, 104, 120])
  const stepY = stepX * (random.next() < 0.5 ? 0.62 : 0.8)
  const petals = random.pick([4, 5, 6, 8])
  const spots = halfDrop(box, stepX, stepY)
  const bars = spots.map(({ x, y }) =>
    [-1, 1].map((side) => `M${n(x)} ${n(y)}L${n(x + (side * stepX) / 2)} ${n(y + stepY)}`).join(''),
  )
  const flowers = spots.map(({ x, y }) => flower(x, y, stepX * 0.17, petals, inks))
  const hearts = spots.map(({ x, y }) =>
    path(star(x, y + stepY, 4, stepX * 0.07, stepX * 0.025), { fill: inks.accent }),
  )
  return path(bars.join(''), { stroke: inks.foil, width: 1.6 }) + flowers.join('') + hearts.join('')
}

function flower(x: number, y: number, size: number, petals: number, { foil, accent, ground }: Inks): string {
  const leaves = Array.from({ length: petals }, (_, index) => leaf(x, y, index / petals, size, size * (2.1 / petals)))
  return (
    circle(x, y, size * 1.14, { fill: ground }) +
    path(leaves.join(''), { fill: foil }) +
    circle(x, y, size * 0.22, { fill: accent })
  )
}

/** Small branches that lean to one side and the other. */
export const sprigs: Field = (random, box, { foil, accent }) => {
  const step = random.pick([104, 120, 136])
  const pairs = random.integer(3, 5)
  const broad = 0.2 + random.next() * 0.16
  return halfDrop(box, step, step * 0.68)
    .map(({ x, y, isOdd }) => {
      const lean = isOdd ? 0.06 : -0.06
      const length = step * 0.86
      const [footX, footY] = polar(x, y, 0.5 + lean, length / 2)
      const [tipX, tipY] = polar(x, y, lean, length / 2)
      const leaves = Array.from({ length: pairs }, (_, index) => {
        const share = 0.22 + (index / pairs) * 0.66
        const [px, py] = [footX + (tipX - footX) * share, footY + (tipY - footY) * share]
        const size = step * 0.3 * (1 - share * 0.45)
        return [-1, 1].map((side) => leaf(px, py, lean + side * 0.125, size, size * broad)).join('')
      })
      return [
        path(`M${n(footX)} ${n(footY)}L${n(tipX)} ${n(tipY)}`, { stroke: foil, width: 2 }),
        path(leaves.join('') + leaf(tipX, tipY, lean, step * 0.16, step * 0.05), { fill: foil }),
        circle(x + step * 0.5, y, step * 0.035, { fill: accent }),
      ].join('')
    })
    .join('')
}

/** Stars of two sizes. */
export const starryCloth: Field = (random, box, { foil, accent }) => {
  const step = random.pick([66, 78, 92])
  const points = random.pick([6, 8])
  return halfDrop(box, step, step * 0.5)
    .map(({ x, y, isOdd }) =>
      isOdd
        ? path(star(x, y, 4, step * 0.1, step * 0.035), { fill: accent })
        : path(star(x, y, points, step * 0.25, step * 0.085), { fill: foil }),
    )
    .join('')
}

/** Lines that swing like water. */
export const ripples: Field = (random, box, { foil, accent }) => {
  const gap = random.pick([13, 16, 19])
  const length = random.pick([125, 200, 250])
  const swing = gap * (1.1 + random.next())
  const lines: string[] = []
  for (let row = -3; row * gap < box.height + gap * 6; row++) {
    const y = box.y + row * gap
    const shift = Math.sin(row * 0.45) * length * 0.18
    let d = `M${n(box.x - length + shift)} ${n(y)}`
    for (let x = -length; x < box.width + length; x += length)
      d += `q${n(length / 4)} ${n(-swing)} ${n(length / 2)} 0t${n(length / 2)} 0`
    lines.push(path(d, { stroke: row % 5 === 0 ? accent : foil, width: row % 5 === 0 ? 3 : 1.7 }))
  }
  return lines.join('')
}
