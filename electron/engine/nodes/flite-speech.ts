import { FLITE_VOICES } from '../flite-voices.ts'
import { NodeError, type NodeClass, type NodeInputs } from '../node-class.ts'
import { loadFlite } from '../speech/load-flite.ts'
import { speakableText } from '../speech/speakable-text.ts'

/** Speech takes about 1 ms a character on a slow core; a worker that needs fifty times that is stuck. */
const BASE_DEADLINE_MS = 20_000
const DEADLINE_MS_PER_CHARACTER = 50
/** An hour and a half of speech; its samples take about 350 MB. */
const MAX_CHARACTERS = 100_000

/** Its inputs with their ranges, as `/object_info` shows them. */
export const FLITE_INPUTS: NodeInputs = {
  required: {
    text: ['STRING', { default: '', multiline: true }],
    voice: [FLITE_VOICES.map(({ voice }) => voice), { default: 'slt' }],
    speed: ['FLOAT', { default: 1, min: 0.5, max: 2, step: 0.01 }],
    seed: ['INT', { default: 0, min: 0, max: Number.MAX_SAFE_INTEGER }],
  },
}

/** Speaks English text with Flite. */
export const FLITE_SPEECH: NodeClass = {
  name: 'FliteSpeech',
  displayName: 'Flite Speech',
  description: 'Speaks English text. A speed of 1.0 is 160 words a minute with every voice.',
  category: 'audio',
  pythonModule: 'e3_studio.nodes_flite',
  inputs: () => FLITE_INPUTS,
  outputs: ['AUDIO'],
  isOutput: false,
  async execute(inputs, { workers, signal, progress }) {
    const original = String(inputs['text'])
    if (original.length > MAX_CHARACTERS) {
      throw new NodeError(`${original.length} characters are too many for one call; ${MAX_CHARACTERS} are allowed.`)
    }
    const text = speakableText(original)
    if (text === null) throw new NodeError(`Flite reads English only: no speakable text in "${excerpt(original)}".`)
    const voice = FLITE_VOICES.find((known) => known.voice === inputs['voice'])
    if (!voice) throw new NodeError(`There is no voice ${String(inputs['voice'])}.`)
    const request = {
      flite: await loadFlite(),
      voice: voice.voice,
      text,
      durationStretch: voice.durationStretch / Number(inputs['speed']),
    }
    const deadlineMs = BASE_DEADLINE_MS + text.length * DEADLINE_MS_PER_CHARACTER
    const audio = await workers.run('speak', request, { signal, deadlineMs })
    if (!audio.channels[0]?.length) throw new NodeError(`Flite gave only silence for "${excerpt(original)}".`)
    progress(1, 1)
    return { outputs: [audio] }
  },
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
