import { NAMES } from './archive-names.ts'
import { escapeXml } from './xml-text.ts'

const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** The side from which a language is read. */
export function readingDirection(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr'
}

/** The lines of a page around those of its body. */
export function* pageLines(page: {
  title: string
  language: string
  bodyType: string
  body: Iterable<string>
}): Generator<string> {
  const language = escapeXml(page.language)
  const direction = readingDirection(page.language) === 'rtl' ? ' dir="rtl"' : ''
  yield '<?xml version="1.0" encoding="UTF-8"?>'
  yield '<!DOCTYPE html>'
  yield `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="${language}" lang="${language}"${direction}>`
  yield '<head>'
  yield '<meta charset="utf-8"/>'
  yield `<title>${escapeXml(page.title) || '–'}</title>`
  yield `<link rel="stylesheet" type="text/css" href="${NAMES.stylesheet}"/>`
  yield '</head>'
  yield `<body epub:type="${page.bodyType}">`
  yield* page.body
  yield '</body>'
  yield '</html>'
}

/** Marks words of ours in a book of another language. */
export function inEnglish(text: string, language: string): string {
  return /^en\b/i.test(language) ? text : `<span xml:lang="en" lang="en">${text}</span>`
}
