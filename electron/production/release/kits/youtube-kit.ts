import type { BookTags } from '#electron/audio/book-tags.ts'
import { chapterLines, chapterListText, type ChapterLine, type KitChapter } from './chapter-list.ts'
import { cutAtWord, voiceDisclosure, withoutTrademark, type KitFile, type VoiceKind } from './kit-text.ts'

/** One video. */
export interface YoutubePart {
  index: number
  count: number
  durationMs: number
  chapters: readonly KitChapter[]
  /** Names of the files that are uploaded together. */
  videoFile: string | null
  thumbnailFile: string | null
  subtitleFile: string | null
}

/** What the texts are written from. */
export interface YoutubeBook {
  tags: BookTags
  genre: string | null
  voice: VoiceKind
  isPublicDomain: boolean
}

/** YouTube's limits; a description's is in bytes, tags with a blank count two more for their quotation marks. */
export const YOUTUBE_LIMITS = { titleCharacters: 100, descriptionBytes: 5000, tagCharacters: 500 } as const

/** Titles are cut at 70 characters in the player; shorter ones make room in the description of a long book. */
const TITLE_STEPS = [70, 49, 32, 20, 10]
const LONGEST_BLURB = 1500

/** For each video its title, description with chapters, and tags: as text to copy from, and as JSON for programs. */
export function youtubeKit(book: YoutubeBook, parts: readonly YoutubePart[]): KitFile[] {
  return parts.flatMap((part) => {
    const title = videoTitle(book.tags, part)
    const lines = chapterLines(part.chapters, part.durationMs)
    const description = videoDescription(book, part, lines)
    const tags = videoTags(book)
    const { videoFile, thumbnailFile, subtitleFile } = part
    const isSynthetic = book.voice !== 'human'
    const json = {
      ...{ title, description, tags, language: book.tags.language, chapters: lines },
      ...{ videoFile, thumbnailFile, subtitleFile, isMadeForKids: false, isNarratedSynthetically: isSynthetic },
    }
    const stem = `youtube-part-${part.index}`
    return [
      { file: `${stem}.txt`, text: sheet(json) },
      { file: `${stem}.json`, text: `${JSON.stringify(json, null, 2)}\n` },
    ]
  })
}

/** The fullest of several forms that fits. */
function videoTitle({ title, author }: BookTags, { index, count }: YoutubePart): string {
  const part = count > 1 ? ` | Part ${index} of ${count}` : ''
  const by = author === '' ? '' : ` by ${author}`
  const forms = [`${title}${by} | Full audiobook${part}`, `${title}${by} | Audiobook${part}`, `${title}${by}${part}`]
  const fitting = forms.map(plain).find((form) => form.length <= YOUTUBE_LIMITS.titleCharacters)
  return fitting ?? `${cutAtWord(plain(title), YOUTUBE_LIMITS.titleCharacters - part.length)}${part}`
}

function videoDescription(book: YoutubeBook, part: YoutubePart, lines: readonly ChapterLine[]): string {
  const { tags, voice, isPublicDomain } = book
  const year = tags.year === null ? '' : ` (${tags.year})`
  const disclosure = voiceDisclosure(tags.narrator, voice)
  const blurb = cutAtWord(withoutTrademark(tags.description ?? ''), LONGEST_BLURB)
  const head = [
    `${tags.title}${year}${tags.author === '' ? '' : ` by ${tags.author}`}`,
    part.count > 1 ? `Part ${part.index} of ${part.count}` : '',
    disclosure ?? (tags.narrator === '' ? '' : `Read by ${tags.narrator}.`),
  ]
  const foot = isPublicDomain
    ? 'The text is in the public domain in the United States; elsewhere the law of your country decides.'
    : ''
  const whole = (list: string, text: string): string => {
    return plain([head.filter(Boolean).join('\n'), text, list, foot].filter(Boolean).join('\n\n'))
  }
  const fits = (text: string): boolean => Buffer.byteLength(text) <= YOUTUBE_LIMITS.descriptionBytes
  const candidates = [
    ...TITLE_STEPS.map((step) => whole(listed(lines, step), blurb)),
    ...TITLE_STEPS.map((step) => whole(listed(lines, step), '')),
    whole('', blurb),
  ]
  return candidates.find(fits) ?? whole('', '')
}

function listed(lines: readonly ChapterLine[], mostTitleCharacters: number): string {
  return lines.length === 0 ? '' : `Chapters\n${chapterListText(lines, mostTitleCharacters)}`
}

function videoTags({ tags, genre }: YoutubeBook): string[] {
  const wanted = [tags.title, tags.author, 'audiobook', 'full audiobook', `${tags.title} audiobook`, genre ?? '']
  const general = ['audio book', 'classic literature', 'unabridged', 'books', 'literature', `${tags.author} audiobook`]
  const clean = [...wanted, ...general].map((tag) => plain(tag).replace(/,/g, ' ').replace(/\s+/g, ' ').trim())
  let left: number = YOUTUBE_LIMITS.tagCharacters
  return [...new Set(clean.filter(Boolean))].filter((tag) => {
    const cost = tag.length + (tag.includes(' ') ? 2 : 0) + 1
    if (cost > left) return false
    left -= cost
    return true
  })
}

function sheet(kit: {
  title: string
  description: string
  tags: readonly string[]
  language: string
  videoFile: string | null
  thumbnailFile: string | null
  subtitleFile: string | null
  isNarratedSynthetically: boolean
}): string {
  const rule = '-'.repeat(40)
  const files = [
    ['Video', kit.videoFile],
    ['Thumbnail', kit.thumbnailFile],
    ['Subtitles', kit.subtitleFile],
  ].flatMap(([name, file]) => (file === null ? [] : [`${name}: ${file}`]))
  const settings = [
    ...files,
    `Language: ${kit.language}`,
    'Made for kids: no',
    ...(kit.isNarratedSynthetically ? ['Altered content: yes, if the voice is that of a real person'] : []),
  ]
  const sections = [
    ['TITLE', kit.title],
    ['DESCRIPTION', kit.description],
    ['TAGS', kit.tags.join(', ')],
    ['SETTINGS', settings.join('\n')],
  ]
  return `${sections.map(([name, text]) => `${name}\n${rule}\n${text}`).join('\n\n')}\n`
}

/** YouTube takes no angle brackets. */
function plain(text: string): string {
  return text.replace(/</g, '‹').replace(/>/g, '›')
}
