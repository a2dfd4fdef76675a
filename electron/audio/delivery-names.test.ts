import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deliveryNames } from './delivery-names.ts'

test('Files are named after title, author, part and chapter', () => {
  const names = deliveryNames('Moby Dick; Or, The Whale', 'Herman Melville')
  expect(names.m4b(1, 1)).toBe('Moby Dick; Or, The Whale - Herman Melville.m4b')
  expect(names.m4b(1, 2)).toBe('Moby Dick; Or, The Whale - Herman Melville (Part 1 of 2).m4b')
  expect(names.mp3(7, 12, 'Chapter I: Loomings')).toBe('07 - Chapter I - Loomings.mp3')
  expect(names.mp3(7, 135, 'What? "Yes" / No')).toBe("007 - What 'Yes' - No.mp3")
})

test('A name of forbidden characters alone still gives a file', () => {
  expect(deliveryNames('???', '...').m4b(1, 1)).toBe('Audiobook.m4b')
  expect(deliveryNames('A', 'B').mp3(1, 9, '***')).toBe('01.mp3')
})

test('No text gives a name that a file system refuses', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 })
  fc.assert(
    fc.property(text, text, (title, author) => {
      const names = deliveryNames(title, author)
      for (const name of [names.m4b(10, 12), names.mp3(3, 1200, title)]) {
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^[\s.]|[\s.]$/u)
        expect(Buffer.from(name).toString()).toBe(name)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
      }
    }),
  )
})
