import { sharedSamples, type Audio } from '../media.ts'
import { NodeError } from '../node-class.ts'

/** The ways in which nodes change sound. */
export type AudioShape = 'trim' | 'concat' | 'merge' | 'adjustVolume' | 'split'

/** What to do to which sounds; the values are a node's inputs. */
export interface ShapeRequest {
  shape: AudioShape
  values: Readonly<Record<string, unknown>>
}

const MAX_SAMPLES = 128 * 1024 * 1024

/** Methods of merging two samples. */
export const MERGES: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  mean: (a, b) => (a + b) / 2,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
}

/** Changes sound as a node asks. */
export function shapeAudio({ shape, values }: ShapeRequest): Audio[] {
  switch (shape) {
    case 'trim':
      return [trim(values)]
    case 'concat':
      return [concat(values)]
    case 'merge':
      return [merge(values)]
    case 'adjustVolume': {
      const gain = 10 ** (Number(values['volume']) / 20)
      return [mapChannels(values['audio'] as Audio, (channel) => channel.map((sample) => sample * gain))]
    }
    case 'split':
      return split(values['audio'] as Audio)
  }
}

function trim(values: ShapeRequest['values']): Audio {
  const audio = values['audio'] as Audio
  const from = Math.round(Number(values['start_index']) * audio.sampleRateHz)
  const start = Math.max(0, from < 0 ? lengthOf(audio) + from : from)
  const end = start + Math.round(Number(values['duration']) * audio.sampleRateHz)
  return mapChannels(audio, (channel) => channel.subarray(start, end))
}

function concat(values: ShapeRequest['values']): Audio {
  const [one, two] = matched(values)
  const [first, second] = values['direction'] === 'before' ? [two, one] : [one, two]
  return mapChannels(first, (channel, index) => {
    const joined = allocate(channel.length + lengthOf(second))
    joined.set(channel)
    joined.set(second.channels[index] ?? [], channel.length)
    return joined
  })
}

function merge(values: ShapeRequest['values']): Audio {
  const [one, two] = matched(values)
  const mix = MERGES[String(values['merge_method'])] ?? ((a: number) => a)
  const merged = mapChannels(one, (channel, index) =>
    channel.map((sample, at) => mix(sample, two.channels[index]?.[at] ?? 0)),
  )
  const peak = merged.channels.reduce((high, channel) => channel.reduce((a, b) => Math.max(a, Math.abs(b)), high), 0)
  return peak > 1 ? mapChannels(merged, (channel) => channel.map((sample) => sample / peak)) : merged
}

function split({ channels, sampleRateHz }: Audio): Audio[] {
  const [left, right] = channels
  if (!left || !right || channels.length > 2) throw new NodeError('AudioSplit: Input audio has only one channel.')
  return [left, right].map((channel) => ({ channels: [channel], sampleRateHz }))
}

/** Both sounds of a node at one rate with two channels. */
function matched(values: ShapeRequest['values']): [Audio, Audio] {
  const one = values['audio1'] as Audio
  const two = values['audio2'] as Audio
  const sampleRateHz = Math.max(one.sampleRateHz, two.sampleRateHz)
  return [asStereo(resample(one, sampleRateHz)), asStereo(resample(two, sampleRateHz))]
}

function asStereo(audio: Audio): Audio {
  const [mono] = audio.channels
  return mono && audio.channels.length === 1 ? { ...audio, channels: [mono, mono] } : audio
}

/** Straight lines between samples: good enough to hear, exact in length. */
function resample(audio: Audio, sampleRateHz: number): Audio {
  if (audio.sampleRateHz === sampleRateHz) return audio
  const step = audio.sampleRateHz / sampleRateHz
  const channels = audio.channels.map((channel) => {
    const samples = allocate(Math.round(channel.length / step))
    for (let index = 0; index < samples.length; index++) {
      const at = Math.floor(index * step)
      const before = channel[at] ?? 0
      samples[index] = before + ((channel[at + 1] ?? before) - before) * (index * step - at)
    }
    return samples
  })
  return { channels, sampleRateHz }
}

/** Samples are shared with the worker threads, so every result is a copy in shared memory. */
function mapChannels(audio: Audio, change: (channel: Float32Array, index: number) => Float32Array): Audio {
  const channels = audio.channels.map((channel, index) => {
    const changed = change(channel, index)
    const shared = allocate(changed.length)
    shared.set(changed)
    return shared
  })
  return { ...audio, channels }
}

function lengthOf(audio: Audio): number {
  return audio.channels[0]?.length ?? 0
}

function allocate(length: number): Float32Array {
  if (length > MAX_SAMPLES) throw new NodeError(`${length} samples are too many.`)
  return sharedSamples(length)
}
