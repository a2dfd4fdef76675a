import { expect, test } from 'vitest'
import { previewFrame, previewFrameWithIds, textFrame } from './binary-frames.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('a text frame carries its node and its line', () => {
  expect(hex(textFrame('1', 'halfway'))).toBe('00000003000000013168616c66776179')
})

test('a text frame counts bytes, not characters', () => {
  expect(hex(textFrame('é', 'ü'))).toBe('0000000300000002c3a9c3bc')
})

test('a preview names its format', () => {
  expect(hex(previewFrame({ format: 'jpeg', bytes: Buffer.from('ffd8ff', 'hex') }))).toBe('0000000100000001ffd8ff')
  expect(hex(previewFrame({ format: 'png', bytes: Buffer.from('89', 'hex') }))).toBe('000000010000000289')
})

test('a preview with ids puts them before the picture', () => {
  const frame = Buffer.from(previewFrameWithIds({ format: 'jpeg', bytes: Buffer.from('ffd8', 'hex') }, '4', 'p'))
  const length = frame.readUInt32BE(4)
  expect(frame.readUInt32BE(0)).toBe(4)
  expect(JSON.parse(frame.toString('utf8', 8, 8 + length))).toEqual({
    node_id: '4',
    prompt_id: 'p',
    display_node_id: '4',
    parent_node_id: null,
    real_node_id: '4',
    image_type: 'image/jpeg',
  })
  expect(hex(frame.subarray(8 + length))).toBe('ffd8')
})
