import type { ChapterNames } from './archive-names.ts'
import { secondsValue } from './clock-value.ts'
import { CHAPTER_ID } from './lay-out-chapter.ts'
import type { ChapterLayout } from './lay-out-chapter.ts'

/** A chapter's overlay: which fragment is heard when. References are relative and lead to the same folder or below. */
export function* overlayLines({ clips }: ChapterLayout, names: ChapterNames): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>'
  yield '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">'
  yield '<body>'
  yield `<seq id="seq-${CHAPTER_ID}" epub:textref="${names.page}#${CHAPTER_ID}" epub:type="chapter">`
  for (const { fragmentId, beginMs, endMs } of clips) {
    const text = `<text src="${names.page}#${fragmentId}"/>`
    const times = `clipBegin="${secondsValue(beginMs)}" clipEnd="${secondsValue(endMs)}"`
    yield `<par id="par-${fragmentId}">${text}<audio src="${names.audio}" ${times}/></par>`
  }
  yield '</seq>'
  yield '</body>'
  yield '</smil>'
}
