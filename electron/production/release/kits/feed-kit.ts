import type { BookTags } from '#electron/audio/book-tags.ts'
import { voiceDisclosure, withoutTrademark, xmlElement, type KitFile, type VoiceKind } from './kit-text.ts'

/** One file of a feed. */
export interface FeedEpisode {
  title: string
  /** Path in the release's folder, with `/`. */
  file: string
  sizeBytes: number
  mediaType: 'audio/mpeg' | 'audio/mp4' | 'audio/ogg'
  durationMs: number
  /** Stays the same for as long as it is the same chapter of the same production. */
  guid: string
  /** A VTT beside it. */
  subtitleFile: string | null
}

/** A book as a feed. */
export interface FeedBook {
  tags: BookTags
  voice: VoiceKind
  /** Where the folder will be found, ending in `/`. */
  baseUrl: string
  coverFile: string | null
  /** When the first chapter counts as published; each later one is a minute younger. */
  publishedAt: Date
}

/** Stands in a feed until the address of the folder is known. */
export const FEED_BASE_URL = 'https://example.com/audiobook/'

const NAMESPACES = {
  version: '2.0',
  'xmlns:itunes': 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:podcast': 'https://podcastindex.org/namespace/1.0',
}
const MINUTE_MS = 60_000

/** A feed that podcast apps read from first chapter to last, with what must be done to publish it. */
export function feedFiles(book: FeedBook, episodes: readonly FeedEpisode[]): KitFile[] {
  return [
    { file: 'feed.xml', text: feedXml(book, episodes) },
    { file: 'README.txt', text: readme(book.baseUrl) },
  ]
}

/** RSS 2.0 with Apple's and the Podcasting 2.0 elements; equal input gives equal bytes. */
export function feedXml(book: FeedBook, episodes: readonly FeedEpisode[]): string {
  const { tags, voice, baseUrl, coverFile, publishedAt } = book
  const disclosure = voiceDisclosure(tags.narrator, voice)
  const description = [disclosure, withoutTrademark(tags.description ?? '')].filter(Boolean).join('\n\n')
  const address = (file: string): string => new URL(file.split('/').map(encodeURIComponent).join('/'), baseUrl).href
  const people = [
    xmlElement('podcast:person', tags.author, { role: 'author', group: 'writing' }),
    ...(tags.narrator === '' ? [] : [xmlElement('podcast:person', tags.narrator, { role: 'narrator', group: 'cast' })]),
  ]
  const channel = [
    xmlElement('title', tags.title),
    xmlElement('link', baseUrl),
    xmlElement('atom:link', null, { href: address('feed.xml'), rel: 'self', type: 'application/rss+xml' }),
    xmlElement('description', description || `${tags.title} by ${tags.author}`),
    xmlElement('language', tags.language),
    xmlElement('itunes:author', tags.author),
    xmlElement('itunes:type', 'serial'),
    xmlElement('itunes:explicit', 'false'),
    '<itunes:category text="Arts"><itunes:category text="Books"/></itunes:category>',
    ...(coverFile === null ? [] : [xmlElement('itunes:image', null, { href: address(coverFile) })]),
    xmlElement('podcast:medium', 'audiobook'),
    ...people,
    xmlElement('pubDate', publishedAt.toUTCString()),
  ]
  const items = episodes.map((episode, index) => {
    const { title, file, sizeBytes, mediaType, durationMs, guid, subtitleFile } = episode
    const enclosure = { url: address(file), length: String(sizeBytes), type: mediaType }
    return [
      xmlElement('title', title),
      xmlElement('enclosure', null, enclosure),
      xmlElement('guid', guid, { isPermaLink: 'false' }),
      xmlElement('pubDate', new Date(publishedAt.getTime() + index * MINUTE_MS).toUTCString()),
      xmlElement('itunes:title', title),
      xmlElement('itunes:episode', String(index + 1)),
      xmlElement('itunes:episodeType', 'full'),
      xmlElement('itunes:duration', String(Math.max(1, Math.round(durationMs / 1000)))),
      xmlElement('itunes:explicit', 'false'),
      ...(subtitleFile === null
        ? []
        : [xmlElement('podcast:transcript', null, { url: address(subtitleFile), type: 'text/vtt' })]),
    ]
  })
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    xmlElement('rss', null, NAMESPACES).replace(/\/>$/, '>'),
    '<channel>',
    ...channel.map((line) => `  ${line}`),
    ...items.flatMap((item) => ['  <item>', ...item.map((line) => `    ${line}`), '  </item>']),
    '</channel>',
    '</rss>',
  ]
  return `${lines.join('\n')}\n`
}

function readme(baseUrl: string): string {
  return [
    'This folder is a podcast feed of one audiobook.',
    '',
    `1. Put the whole folder on a web server that answers range requests.`,
    `2. Replace ${baseUrl} in feed.xml, wherever it stands, by the address of the folder there. Feeds know no`,
    '   relative addresses: each file is named by its full one. Keep the slash at the end.',
    '3. Give podcast apps the address of feed.xml.',
    '',
    'The names of the files and the <guid> of each chapter may stay as they are for ever: apps know by them what was',
    'heard already.',
    '',
  ].join('\n')
}
