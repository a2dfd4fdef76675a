import { statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { EngineFiles } from '../engine-files.ts'
import { NodeError, type NodeClass } from '../node-class.ts'
import { convertSound } from './ffmpeg-sound.ts'

const DEADLINE_MS = 120_000
const MAX_BYTES = 512 * 1024 * 1024
const AUDIO_FILE = /\.(wav|flac|mp3|ogg|opus|m4a|mp4)$/i
/** Formats that are read here; ffmpeg turns any other into WAV. */
const DECODED_HERE = /\.(wav|flac)$/i

/** Reads a sound file of input/, or of output/ or temp/ with ` [output]` or ` [temp]` behind its path. */
export const LOAD_AUDIO: NodeClass = {
  name: 'LoadAudio',
  displayName: 'Load Audio',
  description: '',
  category: 'audio',
  pythonModule: 'comfy_extras.nodes_audio',
  inputs: (files) => ({
    required: { audio: [files.listInput().filter((name) => AUDIO_FILE.test(name)), { audio_upload: true }] },
  }),
  outputs: ['AUDIO'],
  isOutput: false,
  validates: ['audio'],
  validate(inputs, files) {
    const name = String(inputs['audio'])
    return files.find(name) === null ? { audio: `Invalid audio file: ${name}` } : {}
  },
  fingerprint: (inputs, files) => fileState(files, String(inputs['audio'])),
  async execute(inputs, context) {
    const { files, workers, signal } = context
    const name = String(inputs['audio'])
    const path = files.find(name)
    if (path === null) throw new NodeError(`The file ${name} is gone.`, 'FileNotFoundError')
    if ((await stat(path)).size > MAX_BYTES) throw new NodeError(`The file ${name} is larger than 512 MB.`)
    const file = await readFile(path)
    const bytes = DECODED_HERE.test(path) ? file : await convertSound(file, 'wav', ['-c:a', 'pcm_s16le'], context)
    const audio = await workers.run('decodeAudio', { bytes }, { signal, deadlineMs: DEADLINE_MS })
    return { outputs: [audio] }
  },
}

/** A file that was replaced is another input. */
function fileState(files: EngineFiles, name: string): string {
  const path = files.find(name)
  const facts = path === null ? undefined : statSync(path, { throwIfNoEntry: false })
  return facts ? `${facts.size} ${facts.mtimeMs}` : 'missing'
}
