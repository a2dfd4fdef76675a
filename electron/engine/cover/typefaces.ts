import { packagedFile } from '../packaged-files.ts'
import { readFontFile, type FontFile } from './font-file.ts'
import { findSystemFont } from './system-fonts.ts'

/** A way to set text: how SVG asks for it, and the widths of its letters. */
export interface Typeface {
  family: string
  weight: number
  isItalic: boolean
  font: FontFile
}

/** The faces of a cover and the files that the renderer must load. */
export interface Typefaces {
  display: Typeface
  text: Typeface
  italic: Typeface
  files: string[]
}

const FILES = {
  display: '@expo-google-fonts/cormorant-garamond/700Bold/CormorantGaramond_700Bold.ttf',
  text: '@expo-google-fonts/eb-garamond/500Medium/EBGaramond_500Medium.ttf',
  italic: '@expo-google-fonts/eb-garamond/400Regular_Italic/EBGaramond_400Regular_Italic.ttf',
} as const

let bundled: Typefaces | undefined

/**
 * The faces for a text: the bundled ones where they have its letters, else a font of this machine.
 *
 * Null when no font here has them: better no text than boxes.
 */
export function typefacesFor(text: string): Typefaces | null {
  const faces = (bundled ??= loadBundled())
  if (hasAll(faces.display.font, text) && hasAll(faces.italic.font, text)) return faces
  // EB Garamond also has Greek and Cyrillic.
  if (hasAll(faces.text.font, text) && hasAll(faces.italic.font, text)) return { ...faces, display: faces.text }
  const font = findSystemFont((candidate) => hasAll(candidate, text))
  if (!font) return null
  const substitute = { ...faces.text, isItalic: false, font: widened(font, faces.text.font) }
  return { display: substitute, text: substitute, italic: substitute, files: [...faces.files, font.path] }
}

/** The renderer takes Latin letters from the bundled font and only the rest from the found one. */
function widened(found: FontFile, own: FontFile): FontFile {
  return { ...found, widthEm: (codePoint) => own.widthEm(codePoint) || found.widthEm(codePoint) }
}

function loadBundled(): Typefaces {
  const load = (specifier: string, family: string, weight: number, isItalic: boolean): Typeface => {
    const font = readFontFile(packagedFile(specifier))
    if (!font) throw new Error(`The bundled font ${specifier} cannot be read`)
    return { family, weight, isItalic, font }
  }
  const display = load(FILES.display, 'Cormorant Garamond', 700, false)
  const text = load(FILES.text, 'EB Garamond', 500, false)
  const italic = load(FILES.italic, 'EB Garamond', 400, true)
  return { display, text, italic, files: [display, text, italic].map(({ font }) => font.path) }
}

function hasAll(font: FontFile, text: string): boolean {
  return Array.from(text).every((letter) => /\s/.test(letter) || font.has(letter.codePointAt(0) ?? 0))
}

/** The width of a text, with `spacingEm` behind each letter. */
export function textWidth({ font }: Typeface, text: string, sizePx: number, spacingEm = 0): number {
  const letters = Array.from(text)
  const em = letters.reduce((sum, letter) => sum + font.widthEm(letter.codePointAt(0) ?? 0) + spacingEm, 0)
  return (em - spacingEm) * sizePx
}
