const BRACKETED_MARK = /^[[({](?:\d{1,4}|[a-zA-Z]{1,2}|[ivxlc]{1,6}|[*†‡§¶]{1,3}|\d{1,3}[a-z])[\])}]$/
const BARE_MARK = /^(?:\d{1,4}|[a-zA-Z]|[ivxlc]{1,5}|[*†‡§¶]{1,3})\.?$/
const NOTE_TARGET = /#.*(?:note|fn|ftn|nota|anm|endn|f_?\d|n_?\d|r\d)/i

/** True when the text of a link or a superscript only points to a note. */
export function isNoteMark(text: string, href: string, isSuperscript: boolean): boolean {
  if (BRACKETED_MARK.test(text) || /^[*†‡§¶]{1,3}$/.test(text)) return true
  if (!BARE_MARK.test(text)) return false
  return isSuperscript ? /^[\d*†‡§¶]/.test(text) || href !== '' : NOTE_TARGET.test(href)
}
