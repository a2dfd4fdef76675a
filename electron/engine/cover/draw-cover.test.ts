import { expect, test } from 'vitest'
import type { CoverRequest } from './cover-request.ts'
import { drawCover } from './draw-cover.ts'
import { composeCover } from './compose-cover.ts'
import { PALETTE_NAMES } from './palettes.ts'

const request = (changes: Partial<CoverRequest> = {}): CoverRequest => ({
  title: 'The Time Machine',
  author: 'H. G. Wells',
  palette: 'auto',
  seed: 1,
  widthPx: 300,
  heightPx: 300,
  ...changes,
})

test('the same request gives the same pixels, another seed others', () => {
  const first = drawCover(request())
  expect(Buffer.from(drawCover(request()).image.rgb).equals(first.image.rgb)).toBe(true)
  expect(Buffer.from(drawCover(request({ seed: 2 })).image.rgb).equals(first.image.rgb)).toBe(false)
})

test.each(PALETTE_NAMES)('palette %s colours the whole sheet', (palette) => {
  const { image } = drawCover(request({ palette, heightPx: 400 }))
  expect([image.widthPx, image.heightPx, image.rgb.length]).toEqual([300, 400, 300 * 400 * 3])
  expect(new Set(image.rgb).size).toBeGreaterThan(30)
})

test.each([
  ['Война и мир', 'Лев Толстой'],
  ['Ὀδύσσεια', 'Ὅμηρος'],
  ['Les Misérables', ''],
  ['Łódź & “Œuvres” <b>', 'Þórbergur Þórðarson'],
])('writes %s in its own fonts', (title, author) => {
  expect(composeCover(request({ title, author })).missing).toEqual([])
})

test('leaves out what no font can write, rather than drawing boxes', () => {
  // Private use: no machine has letters for them, whatever fonts are installed.
  const title = '\u{10fff0}\u{10fff1}'
  const { svg, missing } = composeCover(request({ title }))
  expect(missing).toEqual([title])
  expect(svg).not.toContain(title)
  expect(svg).toContain('H. G. WELLS')
})

test('markup in a title stays text', () => {
  const { svg } = composeCover(request({ title: '</text><script>"&' }))
  expect(svg).not.toContain('<script')
})

/** Every line's width as the renderer would set it is inside the frame, whatever the seed's layout. */
test.each(Array.from({ length: 24 }, (_, seed) => seed))('texts stay on the sheet with seed %i', (seed) => {
  const title =
    'The Personal History, Adventures, Experience and Observation of David Copperfield the Younger of Blunderstone Rookery'
  const { svg } = composeCover(request({ title, author: 'Charles John Huffam Dickens and Wilkie Collins', seed }))
  const baselines = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"[^>]*font-size="([\d.]+)"/g)]
  expect(baselines.length).toBeGreaterThan(3)
  for (const [, y, size] of baselines) {
    expect(Number(y) - Number(size)).toBeGreaterThan(30)
    expect(Number(y)).toBeLessThan(965)
    expect(Number(size)).toBeGreaterThan(20)
  }
  const tops = baselines.map(([, y]) => Number(y))
  expect(tops).toEqual(tops.toSorted((a, b) => a - b))
})
