/**
 * What a server's JSON says; `undefined` when the text is none.
 *
 * NaN and the infinities become null: ComfyUI puts the NaN of each node that must always run into the graphs that it shows.
 */
export function parseServerJson(text: string): unknown {
  const value = parse(text)
  return value === undefined && /NaN|Infinity/.test(text) ? parse(withoutNan(text)) : value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Goes over the text once, whatever it holds: strings are left as they are. */
function withoutNan(text: string): string {
  const stop = /"|-?\bInfinity\b|\bNaN\b/g
  const pieces: string[] = []
  let from = 0
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    if (found[0] === '"') {
      stop.lastIndex = endOfString(text, stop.lastIndex)
      continue
    }
    pieces.push(text.slice(from, found.index), 'null')
    from = stop.lastIndex
  }
  return pieces.join('') + text.slice(from)
}

/** The place behind the quote that closes the string in which `from` lies. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text[at - 1 - escapes] === '\\') escapes++
    if (escapes % 2 === 0) return at + 1
  }
  return text.length
}
