import { expect, test } from 'vitest'
import { LEAST_SIZE, placeWindow, type Rectangle } from './place-window.ts'

const laptop: Rectangle = { x: 0, y: 25, width: 1440, height: 875 }
const desk: Rectangle = { x: 1440, y: 0, width: 3840, height: 2160 }

test('opens in the middle of the main display the first time', () => {
  expect(placeWindow(null, [desk, laptop])).toEqual({ x: 2680, y: 640, width: 1360, height: 880 })
})

test('opens where it was left, also on another display', () => {
  const left = { x: 2000, y: 300, width: 1500, height: 1000 }
  expect(placeWindow(left, [laptop, desk])).toEqual(left)
})

test('comes to the main display when its own has gone, no larger than that', () => {
  const left = { x: 2000, y: 300, width: 2500, height: 1800 }
  expect(placeWindow(left, [laptop])).toEqual({ x: 0, y: 25, width: 1440, height: 875 })
})

test.each([
  ['above the upper edge', { x: 100, y: -400, width: 1000, height: 700 }],
  ['below the lower edge', { x: 100, y: 895, width: 1000, height: 700 }],
  ['left of every display', { x: -900, y: 100, width: 1000, height: 700 }],
])('is never left where it cannot be taken hold of: %s', (_where, left) => {
  const { x, y, width, height } = placeWindow(left, [laptop])
  expect({ x, y, width, height }).toEqual({ x: 220, y: 113, width: 1000, height: 700 })
})

test('is pushed back when it hangs over an edge', () => {
  const left = { x: 700, y: 300, width: 1000, height: 700 }
  expect(placeWindow(left, [laptop])).toEqual({ x: 440, y: 200, width: 1000, height: 700 })
})

test('is never smaller than the studio needs', () => {
  expect(placeWindow({ x: 10, y: 30, width: 50, height: 50 }, [laptop])).toMatchObject(LEAST_SIZE)
})
