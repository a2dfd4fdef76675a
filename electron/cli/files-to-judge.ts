import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import type { GateBook, GateFile } from '#electron/production/release/gate-file.ts'
import { entriesOf, readManifest } from '#electron/production/release/manifest.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { DeliveredKind } from '#shared/models/production.ts'

/** A sound file that was named, or found in the folder that was named. */
export interface FileToJudge {
  path: string
  /** As the report names it: within the folder, with `/`. */
  file: string
  stem: string
  sizeBytes: number
  kind: DeliveredKind
  role: GateFile['role']
  /** Of what the folder's manifest says was built; null for a file that it does not name, left out without a manifest. */
  builtSha256?: string | null
}

export interface FilesToJudge {
  files: readonly FileToJudge[]
  /** One folder is a release: its cover, credits and length are judged too. */
  isRelease: boolean
  coverFile: string | null
  /** Of the folder; of the first file's folder where single files were named. */
  name: string
}

const KINDS: Readonly<Record<string, DeliveredKind>> = {
  ...{ '.m4b': 'm4b', '.m4a': 'm4b', '.mp3': 'mp3', '.flac': 'flac', '.wav': 'flac', '.opus': 'opus', '.ogg': 'opus' },
  ...{ '.mp4': 'video', '.mkv': 'video', '.webm': 'video', '.mov': 'video' },
}
const PICTURES: ReadonlySet<string> = new Set(['.jpg', '.jpeg', '.png', '.webp'])
const BY_NUMBERS = new Intl.Collator('en', { numeric: true })

/** The files behind the arguments in the order of their names; throws `gate.missing` and `gate.nothing`. */
export async function filesToJudge(paths: readonly string[]): Promise<FilesToJudge> {
  const [first = '.'] = paths
  if (paths.length === 1 && (await kindOf(first)) === 'folder') return filesOfFolder(first)
  const files = await Promise.all(
    paths.map(async (path) => {
      if ((await kindOf(path)) === 'file') return fileToJudge(resolve(path), basename(path))
      throw new AppError(
        'gate.folders',
        `${path} is a folder. Name one folder alone, to judge it as a release, or files.`,
      )
    }),
  )
  return { files, isRelease: false, coverFile: null, name: basename(dirname(resolve(first))) }
}

async function filesOfFolder(folder: string): Promise<FilesToJudge> {
  const root = resolve(folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => BY_NUMBERS.compare(a, b))
  const sounds = paths.filter((path) => KINDS[extname(path).toLowerCase()] !== undefined)
  if (sounds.length === 0) {
    throw new AppError(
      'gate.nothing',
      `There is no sound file in ${folder}. Looked for ${Object.keys(KINDS).join(', ')}.`,
    )
  }
  const pictures = paths.filter((path) => PICTURES.has(extname(path).toLowerCase()))
  const coverFile = pictures.find((path) => /^(?:cover|folder)\b/i.test(basename(path))) ?? null
  const manifest = await readManifest(join(root, 'manifest.json'))
  const built = entriesOf(manifest)
  const files = await Promise.all(
    sounds.map(async (path) => {
      const file = await fileToJudge(path, relative(root, path).split(sep).join('/'))
      return manifest === null ? file : { ...file, builtSha256: built.get(file.file)?.sha256 ?? null }
    }),
  )
  return { files, isRelease: true, coverFile, name: basename(root) }
}

async function kindOf(path: string): Promise<'file' | 'folder'> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) return 'folder'
  if (found?.isFile()) return 'file'
  throw new AppError('gate.missing', `There is no file or folder ${path}.`)
}

async function fileToJudge(path: string, file: string): Promise<FileToJudge> {
  const extension = extname(path)
  const stem = basename(path, extension)
  const kind = KINDS[extension.toLowerCase()] ?? 'mp3'
  return { path, file, stem, sizeBytes: (await stat(path)).size, kind, role: roleOf(stem, kind) }
}

function roleOf(stem: string, kind: DeliveredKind): GateFile['role'] {
  if (/\bopening[ _-]*credits\b/i.test(stem)) return 'opening'
  if (/\b(?:closing|end)[ _-]*credits\b/i.test(stem)) return 'closing'
  if (/^(?:retail|audio)[ _-]*sample$|^sample$/i.test(stem)) return 'sample'
  return kind === 'm4b' || kind === 'video' ? 'part' : 'chapter'
}

/** Of which book the files say that they are. */
export function bookOf(files: readonly GateFile[], { name }: Pick<FilesToJudge, 'name'>): GateBook {
  const tag = (key: string) => files.map(({ sound }) => sound?.facts.tags[key]?.trim()).find(Boolean)
  return { bookId: '', title: tag('album') ?? name, author: tag('artist') ?? '', narratorName: tag('composer') ?? '' }
}
