import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim'
import type { Audio } from '../media.ts'
import { NodeError } from '../node-class.ts'
import { decodeWav } from '../workers/wav.ts'
import type { SpeakRequest } from '../workers/worker-task.ts'
import { trimSilence } from './trim-silence.ts'
import { webAssembly } from './web-assembly.ts'

/** Speaks a text with Flite and trims the silence around it. The same request gives the same samples. */
export function speak({ flite, voice, text, durationStretch }: SpeakRequest): Audio {
  // Flite pauses between sentences only when it reads a file, and drops a last sentence of one word at the file's very end.
  const folder = new Map([['text', new File(new TextEncoder().encode(`${text}\n\n`))]])
  const stretch = `duration_stretch=${durationStretch.toFixed(4)}`
  const args = ['flite', '-voice', voice, '--setf', stretch, '-f', '/speech/text', '-o', '/speech/sound']
  const quiet = (): ConsoleStdout => ConsoleStdout.lineBuffered(() => undefined)
  const descriptors = [new OpenFile(new File([])), quiet(), quiet(), new PreopenDirectory('/speech', folder)]
  const wasi = new WASI(args, [], descriptors, { debug: false })
  const instance = new webAssembly.Instance(flite, { wasi_snapshot_preview1: wasi.wasiImport })
  const exitCode = wasi.start(instance as Parameters<WASI['start']>[0])
  const sound = folder.get('sound')
  if (exitCode !== 0 || !sound) throw new NodeError(`Flite ended with code ${exitCode}.`, 'RuntimeError')
  return trimSilence(decodeWav(sound.data))
}
