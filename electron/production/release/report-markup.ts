/** Text that is HTML already. */
export interface Markup {
  html: string
}

type Value = string | number | Markup | readonly Markup[]

/** HTML whose inserted texts are escaped; only what `markup` itself made goes in as it is. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { html: parts.map((part, index) => part + htmlOf(values[index] ?? '')).join('') }
}

function htmlOf(value: Value): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escapeHtml(value)
  return 'html' in value ? value.html : value.map(({ html }) => html).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
      // Control characters and changes of direction must not rearrange a page.
      .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
  )
}
