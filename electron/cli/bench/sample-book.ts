const WORDS =
  `the of and a to in he that was it his her with as had she not for you at on but is him they be have all this which were
so said from or no by there would when if one what been who more their them an my we out up into very could then now some me like
time little know old about good than do man two before upon down great never house day long over made still own after came other
where see must over might again hand first well went thought through such eyes much without night even always door head came away
young nothing once looked face room heart every morning light world another between behind window river mountain silence garden
carriage afternoon remembered mother brother stranger country evening beautiful suddenly themselves however something`.split(
    /\s+/,
  )

const CHAPTER_PARAGRAPHS = 60

/** A book as Project Gutenberg lays out its HTML, of about this size; the same for the same size. */
export function sampleBook(sizeBytes: number): { name: string; bytes: Uint8Array } {
  const random = createRandom(19)
  const parts = [HEAD]
  let length = HEAD.length
  for (let chapter = 1; length < sizeBytes; chapter++) {
    const heading = `<div class="chapter">\n<h2><a id="chap${chapter}"></a>CHAPTER ${chapter}.<br>${capitalized(words(random, 4))}</h2>\n`
    const body = Array.from({ length: CHAPTER_PARAGRAPHS }, (_, index) => paragraph(random, chapter, index))
    const text = `${heading}${body.join('')}</div>\n`
    parts.push(text)
    length += text.length
  }
  return { name: 'sample.html', bytes: new TextEncoder().encode(parts.join('') + TAIL) }
}

/** Pieces of about `characters` characters each, made of whole sentences. */
export function sampleChunks(count: number, characters: number): string[] {
  const random = createRandom(7)
  return Array.from({ length: count }, () => {
    let chunk = sentence(random)
    while (chunk.length < characters - 60) chunk += ` ${sentence(random)}`
    return chunk
  })
}

type Random = (below: number) => number

/** A small generator of our own: Math.random takes no seed. */
function createRandom(seed: number): Random {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function paragraph(random: Random, chapter: number, index: number): string {
  const sentences = Array.from({ length: 2 + random(6) }, () => sentence(random))
  const page = index % 9 === 0 ? `<span class="pagenum"><a id="Page_${chapter}_${index}">[${index}]</a></span>` : ''
  if (index % 4 === 1) return `<p>${page}&ldquo;${sentences.join(' ')}&rdquo;</p>\n\n`
  if (index % 7 === 2) sentences[0] = `<i>${sentences[0] ?? ''}</i>`
  return `<p>\n${page}${sentences.join('\n')}\n</p>\n\n`
}

function sentence(random: Random): string {
  const length = 6 + random(16)
  const middle = length > 12 ? `${words(random, length - 6)}, ${words(random, 6)}` : words(random, length)
  return `${capitalized(middle)}${random(8) === 0 ? '!' : '.'}`
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => WORDS[random(WORDS.length)]).join(' ')
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const HEAD = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A Sample of Some Length | Project Gutenberg</title></head><body>
<section class="pg-boilerplate pgheader" id="pg-header" lang="en"><h2>The Project Gutenberg eBook of A Sample of Some Length</h2>
<div>This ebook is for the use of anyone anywhere.</div><p><strong>Title</strong>: A Sample of Some Length</p>
<p><strong>Author</strong>: Nobody at All</p><p><strong>Language</strong>: English</p>
<div>*** START OF THE PROJECT GUTENBERG EBOOK A SAMPLE OF SOME LENGTH ***</div></section>
<h1>A Sample of Some Length</h1>
`

const TAIL = `<section class="pg-boilerplate pgheader" id="pg-footer" lang="en">
<div>*** END OF THE PROJECT GUTENBERG EBOOK A SAMPLE OF SOME LENGTH ***</div><div>License terms follow.</div></section>
</body></html>
`
