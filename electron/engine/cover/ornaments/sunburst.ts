import { circle, n, path, polar, type Emblem } from './ornament.ts'

/** A sun with straight and flaming rays. */
export const sunburst: Emblem = (random, { cx, cy, r }, { foil, accent, ground }) => {
  const rays = random.pick([12, 16, 18, 20])
  const isFlaming = random.next() < 0.5
  const straight = (shift: number, length: number, width: number): string =>
    Array.from({ length: rays }, (_, index) =>
      ray(cx, cy, (index + shift) / rays, r * 0.43, r * length, width / rays),
    ).join('')
  const flames = Array.from({ length: rays }, (_, index) =>
    flame(cx, cy, (index + 0.5) / rays, r * 0.43, r * 0.8, 0.5 / rays),
  )
  const dots = Array.from({ length: rays }, (_, index) =>
    circle(...polar(cx, cy, (index + 0.5) / rays, r * 0.93), r * 0.017, { fill: accent }),
  )
  const lines = Array.from({ length: rays * 4 }, (_, index) => {
    const [x1, y1] = polar(cx, cy, index / (rays * 4), r * 0.3)
    const [x2, y2] = polar(cx, cy, index / (rays * 4), r * 0.375)
    return `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`
  })
  return [
    path(straight(0, 1, 0.34), { fill: foil }),
    path(isFlaming ? flames.join('') : straight(0.5, 0.78, 0.26), { fill: accent }),
    ...dots,
    circle(cx, cy, r * 0.43, { fill: ground }),
    circle(cx, cy, r * 0.405, { stroke: foil, width: 3.2 }),
    path(lines.join(''), { stroke: foil, width: 1.6 }),
    circle(cx, cy, r * 0.27, { fill: foil }),
    circle(cx, cy, r * 0.235, { stroke: ground, width: 1.6 }),
    circle(cx, cy, r * 0.2, { stroke: ground, width: 1 }),
  ].join('')
}

/** A narrow triangle; `half` is half its foot in turns. */
function ray(cx: number, cy: number, turn: number, from: number, to: number, half: number): string {
  const [x1, y1] = polar(cx, cy, turn - half, from)
  const [x2, y2] = polar(cx, cy, turn, to)
  const [x3, y3] = polar(cx, cy, turn + half, from)
  return `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}L${n(x3)} ${n(y3)}Z`
}

function flame(cx: number, cy: number, turn: number, from: number, to: number, half: number): string {
  const at = (share: number, shift: number): string =>
    polar(cx, cy, turn + shift * half, from + (to - from) * share)
      .map(n)
      .join(' ')
  return `M${at(0, -0.9)}C${at(0.4, -2)} ${at(0.6, 1)} ${at(1, 0)}C${at(0.75, 1.6)} ${at(0.5, -0.6)} ${at(0, 0.9)}Z`
}
