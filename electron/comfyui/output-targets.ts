import { extname, posix } from 'node:path'
import type { ServerFile } from './outcome.ts'

/** Where a file of the server goes; `path` is relative to the workspace, with `/`. */
export interface OutputTarget {
  file: ServerFile
  path: string
}

/** A dot and a word: `.flac`, but not the `.001` of `part.001`. */
const EXTENSION = /\.[a-z][a-z0-9]{1,4}$/i

/**
 * A job's output files with their places.
 *
 * A single file goes to `outputPath`, with the server's extension when none is given; several are numbered `_1`, `_2`, …, each with its own extension.
 */
export function planTargets(outputPath: string, files: readonly ServerFile[]): OutputTarget[] {
  const given = givenExtension(outputPath)
  const stem = outputPath.slice(0, outputPath.length - given.length)
  return files.map((file, index) => {
    const own = extname(file.filename)
    return { file, path: files.length === 1 ? stem + (given || own) : `${stem}_${index + 1}${own || given}` }
  })
}

/** The extension that an output path names itself, or an empty string. */
export function givenExtension(outputPath: string): string {
  return EXTENSION.exec(posix.basename(outputPath))?.[0] ?? ''
}
