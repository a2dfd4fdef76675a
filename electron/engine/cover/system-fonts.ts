import { readdirSync, type Dirent } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readFontFile, type FontFile } from './font-file.ts'

const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['/System/Library/Fonts', '/Library/Fonts', join(homedir(), 'Library/Fonts')],
  win32: [join(process.env['WINDIR'] ?? 'C:\\Windows', 'Fonts')],
  linux: [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(homedir(), '.fonts'),
    join(homedir(), '.local/share/fonts'),
  ],
}
const FONT_FILE = /\.(ttf|otf|ttc)$/i
/** Faces that suit a book go first. */
const PREFERRED = /serif|song|ming|mincho|batang|times|georgia|noto/i
const MAX_FILES = 3000

/** The first of this machine's fonts that suits, those with serifs before others. */
export function findSystemFont(suits: (font: FontFile) => boolean): FontFile | null {
  const paths = (FOLDERS[process.platform] ?? []).flatMap((folder) => fontFiles(folder)).slice(0, MAX_FILES)
  const ordered = [...paths.filter((path) => PREFERRED.test(path)), ...paths.filter((path) => !PREFERRED.test(path))]
  for (const path of ordered) {
    const font = readFontFile(path)
    if (font && suits(font)) return font
  }
  return null
}

function fontFiles(folder: string): string[] {
  return list(folder)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return fontFiles(path)
      return FONT_FILE.test(entry.name) ? [path] : []
    })
}

/** A folder that is missing or closed has no fonts for us. */
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
