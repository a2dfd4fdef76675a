import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Image } from '../media.ts'
import { composeWords } from './cover-words.ts'
import { setWords } from './set-words.ts'

const EDGE = 200
const WORDS = { title: 'A Tale of Two Cities', author: 'Charles Dickens', narrator: 'Narrated by Ada' }

function picture(colourAt: (x: number, y: number) => readonly [number, number, number], edge = EDGE): Image {
  const rgb = new Uint8Array(edge * edge * 3)
  for (let y = 0; y < edge; y++) for (let x = 0; x < edge; x++) rgb.set(colourAt(x, y), (y * edge + x) * 3)
  return { widthPx: edge, heightPx: edge, rgb }
}

describe('words on a picture', () => {
  it.each([
    ['black', picture(() => [0, 0, 0])],
    ['white', picture(() => [255, 255, 255])],
    ['middle grey', picture(() => [119, 119, 119])],
    ['yellow', picture(() => [255, 230, 0])],
    [
      'a chessboard of black and white',
      picture((x, y) => (((x >> 3) + (y >> 3)) % 2 === 0 ? [0, 0, 0] : [255, 255, 255])),
    ],
    ['half night, half day', picture((x) => (x < EDGE / 2 ? [8, 8, 20] : [250, 250, 240]))],
  ])('keep their contrast on %s', (_name, image) => {
    const { contrast, missing } = composeWords(WORDS, image)
    expect(contrast).toBeGreaterThanOrEqual(4.5)
    expect(missing).toEqual([])
  })

  it('keep their contrast on any colours', () => {
    const colour = fc.tuple(...([0, 1, 2] as const).map(() => fc.integer({ min: 0, max: 255 })))
    const colours = fc.array(colour, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(colours, (all) => {
        const image = picture(
          (x, y) => (all[((x >> 4) + (y >> 5)) % all.length] ?? [0, 0, 0]) as [number, number, number],
        )
        expect(composeWords(WORDS, image).contrast).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 12 },
    )
  })

  it('are as large as a shelf needs, in lines that stay inside, however long they are', () => {
    const title = `The History of ${'the Long and Remarkable Voyage of '.repeat(6)}Robinson`
    const author = 'A Committee of Several Distinguished and Honourable Editors'
    const { svg } = composeWords(
      { title, author, narrator: '' },
      picture(() => [20, 20, 20]),
    )
    const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size))
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(27)
    const rows = [...svg.matchAll(/<text [^>]*y="([\d.]+)"/g)].map(([, y]) => Number(y))
    expect(Math.max(...rows)).toBeLessThan(990)
    expect(Math.min(...rows)).toBeGreaterThan(30)
  })

  it('leave out the subtitle that nobody could read', () => {
    const subtitle =
      'Being a True and Particular Account of All That Befell Him on the Coasts of America and Elsewhere, Written by Himself'
    const { svg } = composeWords(
      { ...WORDS, title: `The Strange Surprizing Adventures of Robinson Crusoe of York, Mariner: ${subtitle}` },
      picture(() => [0, 0, 0]),
    )
    const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size))
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(28)
    expect(svg).toContain('Crusoe')
  })

  it('leave the rest of the picture alone, and the same words give the same pixels', () => {
    const image = picture((x, y) => [x, y, 90])
    const request = { title: '', author: WORDS.author, narrator: '', image }
    const [first, second] = [setWords(request), setWords(request)]
    expect(Buffer.compare(first.image.rgb, second.image.rgb)).toBe(0)
    const upperHalf = (EDGE / 2) * EDGE * 3
    expect(Buffer.compare(first.image.rgb.subarray(0, upperHalf), image.rgb.subarray(0, upperHalf))).toBe(0)
    expect(Buffer.compare(first.image.rgb, image.rgb)).not.toBe(0)
    expect([...setWords({ ...request, author: ' ' }).image.rgb]).toEqual([...image.rgb])
  })
})
