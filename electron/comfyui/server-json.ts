/** A string, which is left as it is, or one of the numbers that Python writes and JSON does not know. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g

/**
 * What a server's JSON says; `undefined` when the text is none.
 *
 * NaN and the infinities become null: ComfyUI puts the NaN of each node that must always run into the graphs that it shows.
 */
export function parseServerJson(text: string): unknown {
  return parse(text) ?? parse(text.replace(STRING_OR_NUMBER, (found) => (found.startsWith('"') ? found : 'null')))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
