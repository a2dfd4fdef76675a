import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookStem, numberedStem, partStem } from './delivery-names.ts'

test('Files are named after title, author, part and chapter', () => {
  const stem = bookStem('Moby Dick; Or, The Whale', 'Herman Melville')
  expect(partStem(stem, { index: 1, count: 1 })).toBe('Moby Dick; Or, The Whale - Herman Melville')
  expect(partStem(stem, { index: 1, count: 2 })).toBe('Moby Dick; Or, The Whale - Herman Melville (Part 1 of 2)')
  expect(numberedStem(7, 12, 'Chapter I: Loomings')).toBe('07 - Chapter I - Loomings')
  expect(numberedStem(7, 135, 'What? "Yes" / No')).toBe("007 - What 'Yes' - No")
})

test('A name of forbidden characters alone still gives a file', () => {
  expect(bookStem('???', '...')).toBe('Audiobook')
  expect(numberedStem(1, 9, '***')).toBe('01')
})

test('No text gives a name that a file system refuses', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 })
  fc.assert(
    fc.property(text, text, (title, author) => {
      const stem = partStem(bookStem(title, author), { index: 10, count: 12 })
      for (const name of [`${stem}.m4b`, `${numberedStem(3, 1200, title)}.mp3`]) {
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^[\s.]|[\s.]$/u)
        expect(Buffer.from(name).toString()).toBe(name)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
      }
    }),
  )
})
