import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import type { BookTags } from '#electron/audio/book-tags.ts'
import { audiobookshelfFiles, audiobookshelfFolder } from './audiobookshelf-kit.ts'
import { FEED_BASE_URL, feedFiles, feedXml, type FeedBook, type FeedEpisode } from './feed-kit.ts'
import { youtubeKit, type YoutubePart } from './youtube-kit.ts'

const tags: BookTags = {
  title: 'Sense & Sensibility',
  author: 'Jane Austen',
  narrator: 'Slt',
  language: 'en',
  year: 1811,
  description: 'Two sisters <love>. Produced by Project Gutenberg volunteers. They marry.',
}

function partOf(titles: readonly string[], more: Partial<YoutubePart> = {}): YoutubePart {
  const chapters = titles.map((title, index) => ({ title, startMs: index * 60_000, endMs: (index + 1) * 60_000 }))
  const files = { videoFile: 'a.mp4', thumbnailFile: null, subtitleFile: null }
  return { index: 1, count: 1, durationMs: titles.length * 60_000, chapters, ...files, ...more }
}

interface Kit {
  title: string
  description: string
  tags: string[]
}

function kitOf(book: BookTags, part: YoutubePart): Kit {
  const files = youtubeKit({ tags: book, genre: 'Novel', voice: 'ai-voice', isPublicDomain: true }, [part])
  return JSON.parse(files[1]?.text ?? '') as Kit
}

test('stays within the limits of YouTube for any book', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 300 })
  const anyBook = fc.record({
    title: anyText,
    author: anyText,
    narrator: anyText,
    description: fc.string({ maxLength: 9000 }),
  })
  fc.assert(
    fc.property(anyBook, fc.array(anyText, { maxLength: 250 }), (book, titles) => {
      const kit = kitOf({ ...tags, ...book }, partOf(titles, { index: 12, count: 13 }))
      expect(kit.title.length).toBeLessThanOrEqual(100)
      expect(kit.title).toContain('Part 12 of 13')
      expect(Buffer.byteLength(kit.description)).toBeLessThanOrEqual(5000)
      const counted = kit.tags.map((tag) => tag.length + (tag.includes(' ') ? 2 : 0))
      expect(counted.reduce((sum, length) => sum + length + 1, -1)).toBeLessThanOrEqual(500)
      expect(kit.title + kit.description).not.toMatch(/[<>]/)
    }),
    { numRuns: 60 },
  )
})

test('says that an AI voice reads, where the text may be used, and nothing of a trademark', () => {
  const { title, description } = kitOf(tags, partOf(['One', 'Two', 'Three']))
  expect(title).toBe('Sense & Sensibility by Jane Austen | Full audiobook')
  expect(description).toContain('narrated by Slt, an AI voice')
  expect(description).toContain('public domain')
  expect(description).toContain('They marry.')
  expect(description).not.toMatch(/gutenberg/i)
  expect(description).toContain('\n0:00 One\n1:00 Two\n2:00 Three\n')
})

test('shortens the titles of two hundred chapters rather than losing one of them', () => {
  const titles = Array.from(
    { length: 200 },
    (_, index) => `Chapter ${index + 1} of rather a long name that goes on and on`,
  )
  const { description } = kitOf(tags, partOf(titles))
  expect(description.match(/^\d+:\d\d(:\d\d)? /gm)).toHaveLength(200)
})

const episode = (index: number): FeedEpisode => ({
  ...{ title: `Chapter ${index} & "more" \u0007`, file: `audio/0${index} - Où?.mp3`, sizeBytes: 1234 + index },
  ...{ mediaType: 'audio/mpeg', durationMs: 61_499, guid: `guid-${index}`, subtitleFile: `subtitles/0${index}.vtt` },
})
const feed: FeedBook = {
  ...{ tags, voice: 'ai-voice', baseUrl: FEED_BASE_URL, coverFile: 'cover.jpg' },
  publishedAt: new Date('2026-01-31T23:59:30Z'),
}

interface Element {
  name: string
  attributes: Record<string, string>
  text: string
}

/** All elements in order; fails on tags that are not closed in their order. */
function elementsOf(xml: string): Element[] {
  const elements: Element[] = []
  const open: Element[] = []
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element = { name, attributes, text: '' }
        elements.push(element)
        open.push(element)
      },
      ontext(text) {
        const element = open.at(-1)
        if (element) element.text += text
      },
      onclosetag(name, isImplied) {
        expect(open.pop()?.name).toBe(name)
        expect(isImplied && !xml.includes('/>')).toBe(false)
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return elements
}

test('names every file of a feed by its full address, with length and type, in order', () => {
  const xml = feedXml(feed, [episode(1), episode(2)])
  const elements = elementsOf(xml)
  const all = (name: string): Element[] => elements.filter((element) => element.name === name)
  expect(all('enclosure').map(({ attributes }) => attributes)).toEqual([
    { url: `${FEED_BASE_URL}audio/01%20-%20O%C3%B9%3F.mp3`, length: '1235', type: 'audio/mpeg' },
    { url: `${FEED_BASE_URL}audio/02%20-%20O%C3%B9%3F.mp3`, length: '1236', type: 'audio/mpeg' },
  ])
  expect(all('title').map(({ text }) => text)).toEqual([tags.title, 'Chapter 1 & "more" ', 'Chapter 2 & "more" '])
  expect(all('guid').map(({ text }) => text)).toEqual(['guid-1', 'guid-2'])
  expect(all('pubDate').map(({ text }) => text)).toEqual([
    'Sat, 31 Jan 2026 23:59:30 GMT',
    'Sat, 31 Jan 2026 23:59:30 GMT',
    'Sun, 01 Feb 2026 00:00:30 GMT',
  ])
  expect(all('itunes:duration')[0]?.text).toBe('61')
  expect(all('podcast:transcript')[1]?.attributes['url']).toContain('subtitles/02.vtt')
  expect(xml).not.toMatch(/gutenberg/i)
  expect(feedXml(feed, [episode(1), episode(2)])).toBe(xml)
})

test('explains how a feed is published', () => {
  const files = feedFiles(feed, [episode(1)])
  expect(files.map(({ file }) => file)).toEqual(['feed.xml', 'README.txt'])
  expect(files[1]?.text).toContain(FEED_BASE_URL)
})

test('writes what Audiobookshelf reads', () => {
  const chapters = [{ title: 'One', startMs: 0, endMs: 61_500 }]
  const files = audiobookshelfFiles({ tags, genre: 'Novel', voice: 'ai-voice', chapters })
  const text = (name: string): string => files.find(({ file }) => file === name)?.text ?? ''
  expect(JSON.parse(text('metadata.json'))).toMatchObject({
    ...{ title: tags.title, authors: ['Jane Austen'], narrators: ['Slt'], publishedYear: '1811', language: 'en' },
    ...{ chapters: [{ id: 0, start: 0, end: 61.5, title: 'One' }], genres: ['Novel'] },
  })
  expect(text('reader.txt')).toBe('Slt\n')
  expect(text('desc.txt')).toMatch(/^Two sisters <love>\. They marry\.\n\n.*AI voice/)
  const creators = elementsOf(text('metadata.opf')).filter(({ name }) => name === 'dc:creator')
  expect(creators.map(({ text: name, attributes }) => [name, attributes['opf:role']])).toEqual([
    ['Jane Austen', 'aut'],
    ['Slt', 'nrt'],
  ])
})

test('leaves out the texts of what is not known', () => {
  const bare = { ...tags, narrator: '', year: null, description: null }
  const files = audiobookshelfFiles({ tags: bare, genre: null, voice: 'human', chapters: [] })
  expect(files.map(({ file }) => file)).toEqual(['metadata.json', 'metadata.opf'])
  expect(audiobookshelfFolder(bare)).toBe('Jane Austen/Sense & Sensibility')
})

test('puts author, year, title and narrator into the folders of a book', () => {
  expect(audiobookshelfFolder({ ...tags, author: 'A/B', narrator: 'S{l}t' })).toBe(
    'A_B/1811 - Sense & Sensibility {Slt}',
  )
})
