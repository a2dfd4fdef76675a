import type { Audio } from '../media.ts'
import { NodeError } from '../node-class.ts'
import { decodeFlac } from './flac.ts'
import { decodeWav } from './wav.ts'

/** Decodes a WAV or FLAC file, told apart by their first bytes. */
export async function decodeAudio(bytes: Uint8Array): Promise<Audio> {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (start.startsWith('fLaC')) return decodeFlac(bytes)
  if (start.startsWith('RIFF') && start.endsWith('WAVE')) return decodeWav(bytes)
  throw new NodeError('The file is neither WAV nor FLAC; the built-in engine reads only these.')
}
