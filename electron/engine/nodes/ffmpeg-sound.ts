import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '#shared/models/app-error.ts'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import { NodeError, NodeInterrupted, type NodeContext } from '../node-class.ts'

let located: Promise<Ffmpeg> | undefined

/** Turns one sound file into another with ffmpeg; `args` say how the output is coded, its extension which format it has. */
export async function convertSound(
  bytes: Uint8Array,
  extension: string,
  args: readonly string[],
  { files, signal }: NodeContext,
): Promise<Uint8Array> {
  const base = join(files.root('temp'), `convert-${randomUUID()}`)
  const [input, output] = [`${base}.in`, `${base}.${extension}`]
  try {
    await writeFile(input, bytes)
    located ??= locateFfmpeg()
    await runFfmpeg(await located, ['-i', input, '-vn', '-map_metadata', '-1', ...args, output], { signal })
    return await readFile(output)
  } catch (error) {
    if (signal.aborted) throw new NodeInterrupted()
    throw new NodeError(`ffmpeg could not convert the sound: ${messageOf(error)}`)
  } finally {
    await Promise.all([input, output].map((path) => rm(path, { force: true })))
  }
}
