import { expect, test } from 'vitest'
import { serverAddress } from './server-address.ts'

test.each([
  ['192.168.1.20:8188', 'http://192.168.1.20:8188'],
  [' gpu-box:8188/ ', 'http://gpu-box:8188'],
  ['https://gpu.example/comfy/', 'https://gpu.example/comfy'],
])('takes %s as an address', (typed, address) => {
  expect(serverAddress(typed)).toBe(address)
})

test.each(['', '   ', 'ftp://gpu-box', 'http://', 'two words', 'javascript://x'])('takes %j as none', (typed) => {
  expect(serverAddress(typed)).toBeNull()
})
