import fc from 'fast-check'
import { expect, test } from 'vitest'
import { releaseNames, type NamedBook, type NamedFile } from './naming.ts'
import { ACX } from './profiles/acx.ts'
import { AUDIOBOOKSHELF } from './profiles/audiobookshelf.ts'
import { GOOGLE_PLAY } from './profiles/google-play.ts'
import { LIBRIVOX } from './profiles/librivox.ts'
import { LISTENER } from './profiles/listener.ts'
import { SHIPPED_PROFILES } from './profiles/shipped.ts'

const BOOK: NamedBook = {
  ...{ bookId: 'pg98', title: 'A Tale of Two Cities', author: 'Charles Dickens', narrator: 'Awb', year: 1859 },
}
const file = (role: NamedFile['role'], title: string, extension = 'mp3'): NamedFile => ({ role, title, extension })
const FRAMED = [
  ...[file('opening', 'Opening Credits'), file('chapter', 'The Period'), file('chapter', 'The Mail')],
  ...[file('closing', 'Closing Credits'), file('sample', 'Retail Sample'), file('file', 'cover.jpg')],
]

test('Credits frame the chapters, and subtitles bear the name of their sound', () => {
  expect(releaseNames(ACX, BOOK, [...FRAMED, file('chapter', 'The Period', 'srt')])).toEqual([
    ...['00 - Opening Credits.mp3', '01 - The Period.mp3', '02 - The Mail.mp3', '03 - Closing Credits.mp3'],
    ...['Retail Sample.mp3', 'cover.jpg', '01 - The Period.srt'],
  ])
})

test('A book in one file has its title, one in parts their numbers', () => {
  expect(releaseNames(LISTENER, BOOK, [file('part', 'x', 'm4b')])).toEqual([
    'A Tale of Two Cities - Charles Dickens.m4b',
  ])
  expect(releaseNames(LISTENER, BOOK, [file('part', 'x', 'm4b'), file('part', 'x', 'm4b')])[1]).toBe(
    'A Tale of Two Cities - Charles Dickens (Part 2 of 2).m4b',
  )
})

test('LibriVox gets its lower-case names, whatever the letters of the title', () => {
  const name = (title: string, author: string) =>
    releaseNames(LIBRIVOX, { ...BOOK, title, author }, [file('chapter', 'x')])[0]
  expect(name('Moby Dick; Or, The Whale', 'Herman Melville')).toBe('mobydick_01_melville_128kb.mp3')
  expect(name('Die Größe des Æther', 'Émile Müller, Jr.')).toBe('diegrossedesaether_01_muller_128kb.mp3')
  expect(name('戦争と平和', 'Лев Толстой')).toBe('pg98_01_unknown_128kb.mp3')
})

test('Google Play gets identifier and place', () => {
  const names = releaseNames(GOOGLE_PLAY, BOOK, [
    file('chapter', 'One'),
    file('chapter', 'Two'),
    file('file', 'cover.jpg'),
  ])
  expect(names).toEqual(['pg98_1of2.mp3', 'pg98_2of2.mp3', 'cover.jpg'])
})

test('Audiobookshelf finds author, year, title and narrator in the folders', () => {
  const files = [file('part', 'x', 'm4b'), file('file', 'cover.jpg')]
  expect(releaseNames(AUDIOBOOKSHELF, BOOK, files)).toEqual([
    'Charles Dickens/1859 - A Tale of Two Cities {Awb}/A Tale of Two Cities - Charles Dickens.m4b',
    'Charles Dickens/1859 - A Tale of Two Cities {Awb}/cover.jpg',
  ])
  const unknown = { ...BOOK, author: '', narrator: '', year: null }
  expect(releaseNames(AUDIOBOOKSHELF, unknown, files)[1]).toBe('Unknown author/A Tale of Two Cities/cover.jpg')
})

test('The names of Windows devices are avoided, as files and as folders', () => {
  expect(releaseNames(LISTENER, { ...BOOK, title: 'Con', author: '' }, [file('part', 'x', 'm4b')])).toEqual([
    '_Con.m4b',
  ])
  expect(releaseNames(AUDIOBOOKSHELF, { ...BOOK, author: 'aux.' }, [file('file', 'nul.txt')])[0]).toMatch(
    /^_aux\/.*\/_nul\.txt$/,
  )
})

test('Whatever a book is called, its files have legal names that differ on every file system', () => {
  const text = fc.string({ unit: 'binary', maxLength: 150 })
  const book = fc.record({
    bookId: fc.stringMatching(/^[A-Za-z0-9][\w-]{0,20}$/),
    title: text,
    author: text,
    narrator: text,
    year: fc.option(fc.integer()),
  })
  const roles = fc.constantFrom<NamedFile['role']>('opening', 'chapter', 'closing', 'sample', 'part', 'file')
  const files = fc.array(
    fc.record({
      role: roles,
      title: fc.oneof(text, fc.constant('The Same')),
      extension: fc.constantFrom('mp3', 'srt'),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(fc.constantFrom(...SHIPPED_PROFILES), book, files, (profile, named, list) => {
      const names = releaseNames(profile, named, list)
      expect(names).toHaveLength(list.length)
      expect(new Set(names.map((name) => name.normalize('NFD').toLowerCase())).size).toBe(list.length)
      for (const part of names.flatMap((name) => name.split('/'))) {
        expect(part).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^[\s.]|[\s.]$|^$/u)
        expect(part).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i)
        expect(Buffer.from(part).toString()).toBe(part)
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255)
      }
      expect(releaseNames(profile, named, list)).toEqual(names)
    }),
  )
})
