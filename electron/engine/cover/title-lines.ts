/** A title taken apart: what is set large, and what goes below it. */
export interface TitleParts {
  main: string
  subtitle: string
}

/** One line of a title; a minor one holds only small words and is set smaller. */
export interface TitleLine {
  text: string
  isMinor: boolean
}

const ALTERNATIVE = /^(.+?)\s*[;:,.]\s*((?:or|oder|ou|o|oppure)\b,?\s+.+)$/i
const SUBTITLE = /^(.+?)\s*(?:[;:]|\s[–—]\s|\.\s)\s*(.+)$/
const SMALL_WORD =
  /^(a|an|and|as|at|by|de|der|des|die|das|du|et|for|from|in|into|la|le|les|of|on|or|the|to|und|von|with|&)$/i
const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/
/** Ways to break grow as 2^words: longer titles are broken by width alone. */
const MAX_WORDS_TRIED = 12
const ABBREVIATION = /(?:^|\s)(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Mme|Mlle|Prof|Rev|Capt|Col|Gen|Vol|No|Jr|Sr|Esq)$/iu

/** Parts `Frankenstein; Or, The Modern Prometheus` into title and subtitle. */
export function splitTitle(title: string): TitleParts {
  const clean = title.replace(/\s+/g, ' ').trim()
  const match = ALTERNATIVE.exec(clean) ?? SUBTITLE.exec(clean)
  const [, main = '', subtitle = ''] = match ?? []
  const isRealBreak = main.length >= 2 && subtitle.length >= 2 && !ABBREVIATION.test(main)
  return isRealBreak
    ? { main, subtitle: subtitle.replace(/[.;:,\s]+$/, '') }
    : { main: clean.replace(/[.;:,]+$/, ''), subtitle: '' }
}

/**
 * Breaks a title so that it can be set as large as possible in a box.
 *
 * `width` measures a line at size 1; small words may stand on a line of their own at `minorScale` of the size.
 */
export function breakTitle(
  title: string,
  box: { width: number; height: number; maxSize: number; lineHeight: number; minorScale: number },
  width: (line: string, isMinor: boolean) => number,
): { lines: TitleLine[]; size: number } {
  const words = wordsOf(title)
  const candidates = words.length <= MAX_WORDS_TRIED ? allBreaks(words) : balancedBreaks(words)
  let best: { lines: TitleLine[]; size: number; score: number } | undefined
  for (const lines of candidates) {
    const widths = lines.map(({ text, isMinor }) => width(text, isMinor))
    const rows = lines.reduce((sum, { isMinor }) => sum + (isMinor ? box.minorScale * 1.1 : 1), 0)
    const size = Math.min(box.maxSize, box.width / Math.max(...widths), box.height / (rows * box.lineHeight))
    const score = size * quality(lines, widths)
    if (!best || score > best.score) best = { lines, size, score }
  }
  return best ?? { lines: [], size: box.maxSize }
}

/** Lines that end in a small word, lonely short lines and very uneven lines read badly. */
function quality(lines: readonly TitleLine[], widths: readonly number[]): number {
  let factor = 1
  const widest = Math.max(...widths)
  lines.forEach(({ text, isMinor }, index) => {
    if (isMinor) {
      if (index === lines.length - 1) factor *= 0.3
      return
    }
    const words = text.split(' ')
    if (index < lines.length - 1 && SMALL_WORD.test(words.at(-1) ?? '')) factor *= 0.8
    if ((widths[index] ?? 0) < widest * 0.4) factor *= 0.93
  })
  if (lines.filter(({ isMinor }) => isMinor).length > 2) factor *= 0.8
  return factor
}

function wordsOf(title: string): string[] {
  if (!CJK.test(title) || title.includes(' ')) return title.split(' ')
  // Without spaces any two characters may part; pairs keep the number of ways small.
  const characters = Array.from(title)
  const step = Math.max(1, Math.ceil(characters.length / MAX_WORDS_TRIED))
  return Array.from({ length: Math.ceil(characters.length / step) }, (_, index) =>
    characters.slice(index * step, (index + 1) * step).join(''),
  )
}

function allBreaks(words: readonly string[]): TitleLine[][] {
  return Array.from({ length: 2 ** (words.length - 1) }, (_, mask) => {
    const lines: string[][] = [[]]
    words.forEach((word, index) => {
      lines.at(-1)?.push(word)
      if (mask & (1 << index) && index < words.length - 1) lines.push([])
    })
    return lines.length === 1 ? [{ text: joinWords(words), isMinor: false }] : lines.map(toLine)
  })
}

function balancedBreaks(words: readonly string[]): TitleLine[][] {
  return [4, 5, 6, 7, 8, 10, 12].map((count) => {
    const target = words.join(' ').length / count
    const lines: string[][] = [[]]
    for (const word of words) {
      const last = lines.at(-1) ?? []
      if (last.length > 0 && [...last, word].join(' ').length > target * 1.15 && lines.length < count)
        lines.push([word])
      else last.push(word)
    }
    return lines.map((line) => ({ text: joinWords(line), isMinor: false }))
  })
}

function toLine(words: readonly string[]): TitleLine {
  return { text: joinWords(words), isMinor: words.every((word) => SMALL_WORD.test(word)) }
}

function joinWords(words: readonly string[]): string {
  return words.join(words.every((word) => CJK.test(word)) ? '' : ' ')
}
