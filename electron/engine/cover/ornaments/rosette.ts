import { circle, n, path, polar, type Emblem } from './ornament.ts'

/** A rosette of engine-turned lines around a flower. */
export const rosette: Emblem = (random, { cx, cy, r }, { foil, accent, ground }) => {
  const petals = random.integer(9, 15)
  const waves = random.integer(2, 3)
  const turned = Array.from({ length: waves }, (_, layer) =>
    path(wave(cx, cy, r * 0.83, r * 0.13, petals * 2, layer / waves), { stroke: foil, width: 1.7 }),
  )
  const outer = Array.from({ length: petals * 4 }, (_, index) =>
    circle(...polar(cx, cy, index / (petals * 4), r * 0.985), r * 0.012, { fill: foil }),
  )
  const flower = (count: number, from: number, to: number, width: number, shift: number): string =>
    Array.from({ length: count }, (_, index) =>
      petal(cx, cy, (index + shift) / count, r * from, r * to, r * width),
    ).join('')
  return [
    ...outer,
    ...turned,
    circle(cx, cy, r * 0.66, { stroke: foil, width: 3 }),
    circle(cx, cy, r * 0.635, { stroke: foil, width: 1.2 }),
    path(flower(petals, 0.2, 0.6, 0.62 / petals + 0.025, 0), { stroke: foil, width: 2.2 }),
    path(flower(petals, 0.24, 0.47, 0.4 / petals, 0), { fill: accent }),
    path(flower(petals, 0.34, 0.6, 0.24 / petals, 0.5), { fill: foil }),
    circle(cx, cy, r * 0.2, { fill: foil }),
    circle(cx, cy, r * 0.15, { fill: ground }),
    path(flower(8, 0, 0.13, 0.035, 0), { fill: foil }),
  ].join('')
}

function petal(cx: number, cy: number, turn: number, from: number, to: number, width: number): string {
  const [x1, y1] = polar(cx, cy, turn, from)
  const [x2, y2] = polar(cx, cy, turn, to)
  const middle = from + (to - from) * 0.62
  const [lx, ly] = polar(...polar(cx, cy, turn, middle), turn - 0.25, width)
  const [rx, ry] = polar(...polar(cx, cy, turn, middle), turn + 0.25, width)
  return `M${n(x1)} ${n(y1)}Q${n(lx)} ${n(ly)} ${n(x2)} ${n(y2)}Q${n(rx)} ${n(ry)} ${n(x1)} ${n(y1)}Z`
}

/** A closed line that swings around a circle. */
function wave(cx: number, cy: number, r: number, swing: number, count: number, phase: number): string {
  const steps = count * 24
  const points = Array.from({ length: steps }, (_, step) => {
    const turn = step / steps
    return polar(cx, cy, turn, r + Math.sin((turn * count + phase) * 2 * Math.PI) * swing)
  })
  return `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`
}
