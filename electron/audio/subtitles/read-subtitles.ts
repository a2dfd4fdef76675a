import { AppError } from '#shared/models/app-error.ts'
import type { Cue } from './cue.ts'

const TIME = String.raw`(?:(\d{2,}):)?(\d{2}):(\d{2})[.,](\d{3})`
const TIMES = new RegExp(`^${TIME} --> ${TIME}(?: |$)`)

/** Reads an SRT or WebVTT file back; throws `subtitle.damaged` on what is neither. */
export function readSubtitles(text: string): Cue[] {
  const isVtt = /^\ufeff?WEBVTT(?:[ \t]|\r?$)/m.test(text.slice(0, 16))
  const blocks = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .reduce<string[][]>(
      (all, line) => {
        if (line === '') all.push([])
        else all.at(-1)?.push(line)
        return all
      },
      [[]],
    )
    .filter((block) => block.length > 0)
  return blocks.flatMap((block, index) => {
    const [first = ''] = block
    if (isVtt && (index === 0 || /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/.test(first))) return []
    const at = block.findIndex((line) => TIMES.test(line))
    const match = TIMES.exec(block[at] ?? '')
    if (match === null || at > 1) {
      throw new AppError(
        'subtitle.damaged',
        `Block ${index + 1} of the subtitles has no times: “${first.slice(0, 60)}”. Build the subtitles again.`,
      )
    }
    const lines = block.slice(at + 1).map((line) => (isVtt ? unescape(line) : line))
    return [{ startMs: msOf(match.slice(1, 5)), endMs: msOf(match.slice(5, 9)), lines }]
  })
}

function msOf([hours = '0', minutes, seconds, thousandths]: string[]): number {
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(thousandths)
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
