import type { Cue } from './cue.ts'
import { timestamp } from './timestamp.ts'

/** The cues as an SRT file. */
export function srt(cues: readonly Cue[]): string {
  return cues
    .map(({ startMs, endMs, lines }, index) => {
      const time = `${timestamp(startMs, ',')} --> ${timestamp(endMs, ',')}`
      return `${[index + 1, time, ...lines].join('\n')}\n`
    })
    .join('\n')
}

/** The cues as a WebVTT file. */
export function vtt(cues: readonly Cue[], facts: { title: string; language: string }): string {
  const title = facts.title.replace(/\s+/g, ' ').trim()
  const header = ['WEBVTT', 'Kind: subtitles', `Language: ${facts.language}`, '', `NOTE ${escape(title)}`]
  const blocks = cues.map(({ startMs, endMs, lines }) => {
    const time = `${timestamp(startMs, '.')} --> ${timestamp(endMs, '.')}`
    return [time, ...lines.map(escape)].join('\n')
  })
  return `${[header.join('\n'), ...blocks].join('\n\n')}\n`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
