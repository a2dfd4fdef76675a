import { extname, posix } from 'node:path'
import type { ServerFile } from '../client/outcome.ts'

/** Where a file of the server goes; `path` is relative to the workspace, with `/`. */
export interface OutputTarget<File> {
  file: File
  path: string
}

/** A dot and a word: `.flac`, but not the `.001` of `part.001`. */
const EXTENSION = /\.[a-z][a-z0-9]{1,4}$/i
/** All that a server's name may say about ours. */
const SERVER_EXTENSION = /^\.[a-z0-9]{1,16}$/i
/** A double click would run these; `.part` is our own mark of an unfinished file. */
const REFUSED = new Set(
  'part app bat cmd com command cpl desktop dll exe hta jar js jse lnk msi pif ps1 reg scr sh url vbe vbs wsf wsh'.split(
    ' ',
  ),
)

/**
 * A job's output files with their places.
 *
 * A single file goes to `outputPath`, with the server's extension when none is given; several are numbered `_1`, `_2`, …, each with its own extension.
 * Nothing else of a server's name has a say in a place.
 */
export function planTargets<File extends Pick<ServerFile, 'filename'>>(
  outputPath: string,
  files: readonly File[],
): OutputTarget<File>[] {
  const given = givenExtension(outputPath)
  const stem = outputPath.slice(0, outputPath.length - given.length)
  return files.map((file, index) => {
    const own = serverExtension(file.filename)
    return { file, path: files.length === 1 ? stem + (given || own) : `${stem}_${index + 1}${own || given}` }
  })
}

/** The extension that an output path names itself, or an empty string. */
export function givenExtension(outputPath: string): string {
  return EXTENSION.exec(posix.basename(outputPath))?.[0] ?? ''
}

/** What kind of file a server's name says it is: an extension that is fit for ours, or an empty string. */
export function serverExtension(filename: string): string {
  const extension = extname(filename)
  return SERVER_EXTENSION.test(extension) && !REFUSED.has(extension.slice(1).toLowerCase()) ? extension : ''
}
