import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, parse } from 'node:path'
import { isFileFolder, type EngineFiles, type FileFolder } from '../engine-files.ts'
import { isMultipart, readMultipart } from './multipart.ts'
import { empty, json, type Reply } from './reply.ts'
import type { Handler } from './route-table.ts'

/** POST /upload/image: any file, kept under its own name, or under `name (1)` if that name has other bytes. */
export function uploadRoute(files: EngineFiles, maxBodyBytes: number): Handler {
  return async ({ message }) => {
    if (!isMultipart(message)) return empty(400)
    const part = files.locate('temp', `upload-${randomUUID()}.part`) ?? ''
    try {
      const form = await readMultipart(message, {
        maxBytes: maxBodyBytes,
        fileField: 'image',
        sink: () => createWriteStream(part),
      })
      if (form.fileName === null && form.fields.get('image')) throw new TypeError('The image is a text')
      return form.fileName === null ? empty(400) : await keep(files, part, form.fileName, form.fields)
    } finally {
      await rm(part, { force: true })
    }
  }
}

async function keep(
  files: EngineFiles,
  part: string,
  fileName: string,
  fields: ReadonlyMap<string, string>,
): Promise<Reply> {
  const folder = fields.get('type') ?? 'input'
  const subfolder = fields.get('subfolder') ?? ''
  const overwrites = ['true', '1'].includes(fields.get('overwrite') ?? '')
  if (!isFileFolder(folder)) throw new TypeError('Unknown type')
  if (fileName === '' || fileName.includes('\0')) return empty(400)
  const dir = files.locate(folder, subfolder)
  const wanted = dir && files.locate(folder, dir, fileName)
  if (!wanted || dirname(wanted) !== dir) return empty(400)
  await mkdir(dir, { recursive: true })
  const name = overwrites ? fileName : await freeName(files, folder, dir, fileName, part)
  await rename(part, files.locate(folder, dir, name) ?? wanted)
  return json({ name, subfolder, type: folder })
}

/** The first of `a.wav`, `a (1).wav`, … that is free or has the same bytes. */
async function freeName(
  files: EngineFiles,
  folder: FileFolder,
  dir: string,
  wanted: string,
  part: string,
): Promise<string> {
  const { name, ext } = parse(wanted)
  for (let attempt = 0; ; attempt++) {
    const candidate = attempt === 0 ? wanted : `${name} (${attempt})${ext}`
    const path = files.locate(folder, dir, candidate)
    if (path && (await isFreeOrEqual(path, part))) return candidate
  }
}

async function isFreeOrEqual(path: string, part: string): Promise<boolean> {
  const there = await stat(path).catch(() => null)
  if (!there) return true
  if (there.size !== (await stat(part)).size) return false
  const left = createReadStream(path)[Symbol.asyncIterator]()
  const right = createReadStream(part)[Symbol.asyncIterator]()
  for (;;) {
    const [a, b] = await Promise.all([left.next(), right.next()])
    if (a.done === true || b.done === true) return a.done === b.done
    if (!(a.value as Buffer).equals(b.value as Buffer)) return false
  }
}
