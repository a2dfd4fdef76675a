import { availableParallelism } from 'node:os'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { readAudioInfo } from '#electron/audio/audio-info.ts'
import { FLITE_VOICES } from '#electron/engine/flite-voices.ts'
import { runQueueOnEngine } from './bench-queue.ts'
import type { Measurement } from './benchmark.ts'
import { sampleChunks } from './sample-book.ts'

const CHUNKS = 8
const CHUNK_CHARACTERS = 480

/** The real-time factor of each voice on one core and on all: seconds of work for a second of speech, files included. */
export async function measureSpeech(ffmpeg: Ffmpeg): Promise<Measurement[]> {
  const cores = availableParallelism()
  const measurements: Measurement[] = []
  for (const { voice } of FLITE_VOICES) {
    measurements.push(await measureVoice(ffmpeg, voice, 1))
    if (cores > 1) measurements.push(await measureVoice(ffmpeg, voice, cores))
  }
  return measurements
}

async function measureVoice(ffmpeg: Ffmpeg, voice: string, lanes: number): Promise<Measurement> {
  const run = {
    jobType: 'SPEECH',
    graph: {
      '1': { class_type: 'FliteSpeech', inputs: { text: '', voice, speed: 1, seed: 0 } },
      '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'speech' } },
    },
    mapping: { text: { node: '1', input: 'text' }, filename_prefix: { node: '2', input: 'filename_prefix' } },
    inputs: sampleChunks(CHUNKS, CHUNK_CHARACTERS).map((text, index) => ({ text, filename_prefix: `speech${index}` })),
    checkOutput: async (file: string) => ({ ...(await readAudioInfo(file, ffmpeg)) }),
  } as const
  const { wallMs, facts } = await runQueueOnEngine(run, { lanes })
  const speechMs = facts.reduce((sum, { durationMs }) => sum + Number(durationMs), 0)
  return {
    benchmark: 'speech',
    name: `${voice}, ${lanes === 1 ? 'one core' : `${lanes} cores`}`,
    value: wallMs / speechMs,
    unit: 'real-time factor',
    target: null,
    details: { speechSeconds: speechMs / 1000, seconds: wallMs / 1000, timesRealTime: speechMs / wallMs },
  }
}
