/** Invented prose for tests: paragraphs that look like a novel's, each of them different. */
export function prose(seed: number, paragraphs = 4): string {
  const names = ['Anna', 'the captain', 'old Mr. Weaver', 'the miller', 'her brother', 'the doctor']
  const verbs = [
    'walked down to',
    'spoke at length of',
    'could not forget',
    'had never seen',
    'thought little of',
    'was afraid of',
  ]
  const things = [
    'the harbour',
    'the garden wall',
    'that long winter',
    'a letter from town',
    'the empty house',
    'the evening bells',
  ]
  const at = (list: readonly string[], index: number): string => list[index % list.length] ?? ''
  return Array.from({ length: paragraphs }, (_, paragraph) =>
    Array.from({ length: 5 }, (_, sentence) => {
      const n = seed * 7 + paragraph * 3 + sentence
      return `On the ${n + 2}th morning ${at(names, n)} ${at(verbs, n + paragraph)} ${at(things, n * 5 + sentence)}, and nobody in the village said a word.`
    }).join('\n'),
  ).join('\n\n')
}

/** A plain text file as Project Gutenberg publishes it. */
export function gutenbergText(
  body: string,
  options: { title?: string; author?: string; id?: number; language?: string } = {},
): Uint8Array {
  const { title = 'The Harbour', author = 'A. Writer', id = 4711, language = 'English' } = options
  return new TextEncoder().encode(
    `The Project Gutenberg EBook of ${title}, by ${author}

This eBook is for the use of anyone anywhere at no cost and with
almost no restrictions whatsoever.

Title: ${title}

Author: ${author}

Release Date: May 1, 2005 [EBook #${id}]

Language: ${language}

*** START OF THIS PROJECT GUTENBERG EBOOK ${title.toUpperCase()} ***




Produced by Jane Doe and the Online Distributed Proofreading Team




${body}




End of the Project Gutenberg EBook of ${title}, by ${author}

*** END OF THIS PROJECT GUTENBERG EBOOK ${title.toUpperCase()} ***

Updated editions will replace the previous one. See www.gutenberg.org.
`,
  )
}

/** A web page as Project Gutenberg publishes it. */
export function gutenbergPage(
  body: string,
  options: { title?: string; author?: string; id?: number; language?: string } = {},
): Uint8Array {
  const { title = 'The Harbour', author = 'A. Writer', id = 4711, language = 'en' } = options
  return new TextEncoder().encode(
    `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><title>${title} | Project Gutenberg</title>
<style>.c { text-align: center; }</style></head><body>
<section class="pg-boilerplate pgheader" id="pg-header"><h2>The Project Gutenberg eBook of ${title}</h2>
<p>Title: ${title}</p><p>Author: ${author}</p><p>Release date: May 1, 2005 [eBook #${id}]</p><p>Language: English</p>
<div>*** START OF THE PROJECT GUTENBERG EBOOK ${title.toUpperCase()} ***</div></section>
${body}
<section class="pg-boilerplate pgfooter" id="pg-footer"><div>*** END OF THE PROJECT GUTENBERG EBOOK ${title.toUpperCase()} ***</div>
<p>See www.gutenberg.org for the full license.</p></section></body></html>`,
  )
}

/** The same prose as HTML paragraphs. */
export function pages(seed: number, paragraphs = 4): string {
  return prose(seed, paragraphs)
    .split('\n\n')
    .map((text) => `<p>${text}</p>`)
    .join('\n')
}
