import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** Declarations of the first block that a selector opens. */
function declarations(opening: string): Map<string, string> {
  const start = css.indexOf(opening)
  const block = css.slice(start, css.indexOf('\n}', start))
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

const palette = declarations(':root {')
const dark = declarations('@theme {')
const light = new Map([...dark, ...declarations("[data-theme='light'] {")])

type Rgb = [number, number, number]

/** Linear light, 0–1, of `oklch(L C H)`; Björn Ottosson's matrices. */
function linearOf(value: string): Rgb {
  const [lightness = 0, chroma = 0, hue = 0] = (/oklch\(([^)]+)\)/.exec(value)?.[1] ?? '').split(/\s+/).map(Number)
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const channels: Rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return channels.map((channel) => Math.min(1, Math.max(0, channel))) as Rgb
}

function colour(theme: Map<string, string>, token: string): Rgb {
  const name = /^var\(--([\w-]+)\)$/.exec(theme.get(`color-${token}`) ?? '')?.[1]
  const value = palette.get(name ?? '')
  if (value === undefined) throw new Error(`No colour "${token}" of the palette.`)
  return linearOf(value)
}

function contrast(theme: Map<string, string>, one: string, other: string): number {
  const [brighter = 0, darker = 0] = [one, other]
    .map((token) => colour(theme, token))
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    .sort((a, b) => b - a)
  return brighter / darker
}

const GROUNDS = ['canvas', 'surface', 'raised', 'hover']
const TEXTS = ['text', 'muted', 'ember-strong', 'alpha', 'ok', 'warn', 'danger']
const CONTROLS = ['control', 'ember', 'focus', 'prod']

describe.each([
  ['dark', dark],
  ['light', light],
])('the %s theme', (_name, theme) => {
  it.each(GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground] as const)))(
    'lets %s be read on %s',
    (text, ground) => {
      expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each(GROUNDS.flatMap((ground) => CONTROLS.map((control) => [control, ground] as const)))(
    'lets %s be told from %s',
    (control, ground) => {
      expect(contrast(theme, control, ground)).toBeGreaterThanOrEqual(3)
    },
  )

  it('lets the label of a filled button be read', () => {
    expect(contrast(theme, 'on-ember', 'ember')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(theme, 'on-danger', 'danger')).toBeGreaterThanOrEqual(4.5)
  })
})
