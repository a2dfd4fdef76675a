import type { FileFolder } from '../engine-files.ts'
import type { Audio } from '../media.ts'
import type { InputSpec, NodeClass, NodeContext } from '../node-class.ts'
import { convertSound } from './ffmpeg-sound.ts'
import { expandPrefix, temporaryPrefix } from './filename-prefix.ts'

const DEADLINE_MS = 120_000
const PREFIX: Readonly<Record<string, InputSpec>> = {
  filename_prefix: ['STRING', { default: 'audio/ComfyUI' }],
}
const MP3_QUALITIES: Readonly<Record<string, readonly string[]>> = {
  V0: ['-q:a', '0'],
  '128k': ['-b:a', '128k'],
  '320k': ['-b:a', '320k'],
}

interface Saver {
  name: string
  displayName: string
  /** Beside the sound. */
  inputs: Readonly<Record<string, InputSpec>>
  folder: FileFolder
  extension: string
  /** How ffmpeg codes it; nothing for FLAC, which is written here. */
  coding?: (quality: string) => readonly string[]
}

function saver({ name, displayName, inputs, folder, extension, coding }: Saver): NodeClass {
  return {
    name,
    displayName,
    description: '',
    category: 'audio',
    pythonModule: 'comfy_extras.nodes_audio',
    inputs: () => ({
      required: { audio: ['AUDIO'], ...inputs },
      hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
    }),
    outputs: [],
    isOutput: true,
    async execute(values, context) {
      const flac = await encodeFlac(values['audio'] as Audio, context)
      const bytes = coding ? await convertSound(flac, extension, coding(String(values['quality'])), context) : flac
      const given = values['filename_prefix']
      const prefix = typeof given === 'string' ? expandPrefix(given) : temporaryPrefix()
      return { ui: { audio: [await context.files.save(folder, prefix, extension, bytes)] } }
    },
  }
}

function encodeFlac(audio: Audio, { workers, signal }: NodeContext): Promise<Uint8Array> {
  return workers.run('encodeFlac', { audio }, { signal, deadlineMs: DEADLINE_MS })
}

/** Writes sound to output/ as FLAC. */
export const SAVE_AUDIO = saver({
  name: 'SaveAudio',
  displayName: 'Save Audio (FLAC)',
  inputs: PREFIX,
  folder: 'output',
  extension: 'flac',
})

/** Writes sound to output/ as MP3. */
export const SAVE_AUDIO_MP3 = saver({
  name: 'SaveAudioMP3',
  displayName: 'Save Audio (MP3)',
  inputs: { ...PREFIX, quality: [Object.keys(MP3_QUALITIES), { default: 'V0' }] },
  folder: 'output',
  extension: 'mp3',
  coding: (quality) => ['-c:a', 'libmp3lame', ...(MP3_QUALITIES[quality] ?? [])],
})

/** Writes sound to output/ as Opus, at the rate that Opus knows best. */
export const SAVE_AUDIO_OPUS = saver({
  name: 'SaveAudioOpus',
  displayName: 'Save Audio (Opus)',
  inputs: { ...PREFIX, quality: [['64k', '96k', '128k', '192k', '320k'], { default: '128k' }] },
  folder: 'output',
  extension: 'opus',
  coding: (quality) => ['-c:a', 'libopus', '-ar', '48000', '-b:a', quality],
})

/** Writes sound to temp/ as FLAC. */
export const PREVIEW_AUDIO = saver({
  name: 'PreviewAudio',
  displayName: 'Preview Audio',
  inputs: {},
  folder: 'temp',
  extension: 'flac',
})
