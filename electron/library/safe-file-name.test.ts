import fc from 'fast-check'
import { expect, it } from 'vitest'
import { safeFileName } from './safe-file-name.ts'

it.each([
  ['98-h.htm', '98-h.htm'],
  ['Les Misérables (1862).epub', 'Les Misérables (1862).epub'],
  ['..', '__'],
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['C:\\books\\a.txt', 'C__books_a.txt'],
  ['a\0b.txt', 'a_b.txt'],
  ['NUL', '_NUL'],
  ['com1.html', '_com1.html'],
  ['console.txt', 'console.txt'],
  ['book.txt. .', 'book.txt___'],
  ['', '_'],
])('%j becomes %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe)
})

it('keeps the extension of a name that is too long', () => {
  expect(safeFileName(`${'é'.repeat(300)}.epub`)).toMatch(/^é{30,}\.epub$/)
})

it('makes of any name one plain file name, and of that the same again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const safe = safeFileName(name)
      expect(safe).toMatch(/^(?!\.{1,2}$)[^/\\\0]+(?<![. ])$/)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
      expect(safeFileName(safe)).toBe(safe)
    }),
  )
})
