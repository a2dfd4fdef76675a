import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAudioInfo } from './audio-info.ts'
import { checkSpeech } from './check-speech.ts'
import { locateFfmpeg } from './ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { makeTones } from './test-sounds.ts'

const PCM = ['-c:a', 'pcm_s16le']
let dir: string
let ffmpeg: Ffmpeg
const path = (name: string): string => join(dir, name)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-audio-info-'))
  ffmpeg = await locateFfmpeg()
  await makeTones(ffmpeg, [
    { file: path('mono.flac'), hz: 440, ms: 1234 },
    { file: path('wide.flac'), hz: 440, ms: 700, rateHz: 44_100, channels: 2, codec: ['-c:a', 'flac'] },
    { file: path('plain.wav'), hz: 440, ms: 500, rateHz: 24_000, channels: 2, codec: PCM },
    { file: path('tone.mp3'), hz: 440, ms: 2000, rateHz: 44_100, codec: ['-c:a', 'libmp3lame'] },
    { file: path('silent.flac'), hz: 0, ms: 2000 },
    { file: path('silent.wav'), hz: 0, ms: 2000, codec: PCM },
  ])
})
afterAll(() => rm(dir, { recursive: true }))

describe('what a sound file holds', () => {
  test('is read from the headers of FLAC and WAV', async () => {
    const mono = {
      codec: 'flac',
      durationMs: 1234,
      sampleRateHz: 16_000,
      channels: 1,
      bitsPerSample: 16,
      blockSize: 4096,
    }
    expect(await readAudioInfo(path('mono.flac'), ffmpeg)).toMatchObject(mono)
    expect(await readAudioInfo(path('wide.flac'), ffmpeg)).toMatchObject({ durationMs: 700, channels: 2 })
    const wav = { codec: 'pcm_s16le', durationMs: 500, sampleRateHz: 24_000, channels: 2 }
    expect(await readAudioInfo(path('plain.wav'), ffmpeg)).toMatchObject(wav)
  })

  test('is asked of ffprobe for other formats', async () => {
    const info = await readAudioInfo(path('tone.mp3'), ffmpeg)
    expect(info).toMatchObject({ codec: 'mp3', sampleRateHz: 44_100, channels: 1 })
    expect(Math.abs(info.durationMs - 2000)).toBeLessThan(60)
  })

  test('is counted in the last frame when the FLAC header leaves the length open', async () => {
    const bytes = await readFile(path('mono.flac'))
    bytes.writeUInt32BE(0, 22)
    bytes[21] = bytes.readUInt8(21) & 0xf0
    await writeFile(path('open.flac'), bytes)
    expect(await readAudioInfo(path('open.flac'), ffmpeg)).toMatchObject({ durationMs: 1234 })
  })
})

describe('a damaged sound file', () => {
  test('is noticed wherever a FLAC or WAV was cut', async () => {
    const whole = { flac: await readFile(path('mono.flac')), wav: await readFile(path('plain.wav')) }
    const cut = fc.tuple(fc.constantFrom('flac' as const, 'wav' as const), fc.double({ min: 0, max: 1, noNaN: true }))
    await fc.assert(
      fc.asyncProperty(cut, async ([kind, share]) => {
        const file = path(`cut.${kind}`)
        await writeFile(file, whole[kind].subarray(0, Math.floor(share * (whole[kind].length - 1))))
        await expect(readAudioInfo(file, ffmpeg)).rejects.toMatchObject({ code: 'media.unreadable' })
      }),
      { numRuns: 40 },
    )
  })

  test('is told apart from one that is missing or no sound at all', async () => {
    await writeFile(path('page.flac'), '<html>502 Bad Gateway</html>')
    await writeFile(path('empty.flac'), '')
    await expect(readAudioInfo(path('page.flac'), ffmpeg)).rejects.toThrow(/page\.flac cannot be read as sound/)
    await expect(readAudioInfo(path('empty.flac'), ffmpeg)).rejects.toThrow(/it is empty/)
    await expect(readAudioInfo(path('nowhere.flac'), ffmpeg)).rejects.toMatchObject({ code: 'media.unreadable' })
  })
})

describe('rendered speech', () => {
  const text = 'It was a bright cold day.'

  test('is accepted when its length fits its text', async () => {
    expect(await checkSpeech(path('mono.flac'), text, ffmpeg)).toMatchObject({ durationMs: 1234 })
    expect(await checkSpeech(path('tone.mp3'), 'I.', ffmpeg)).toMatchObject({ codec: 'mp3' })
  })

  test('is refused when it is far too short or too long', async () => {
    const refusal = { code: 'media.implausible' }
    await expect(checkSpeech(path('mono.flac'), text.repeat(20), ffmpeg)).rejects.toMatchObject(refusal)
    await makeTones(ffmpeg, [{ file: path('endless.flac'), hz: 300, ms: 60_000 }])
    await expect(checkSpeech(path('endless.flac'), text, ffmpeg)).rejects.toMatchObject(refusal)
  })

  test('is refused when it is silent, unless there is nothing to say', async () => {
    await expect(checkSpeech(path('silent.flac'), text, ffmpeg)).rejects.toMatchObject({ code: 'media.silent' })
    await expect(checkSpeech(path('silent.wav'), text, ffmpeg)).rejects.toMatchObject({ code: 'media.silent' })
    expect(await checkSpeech(path('silent.flac'), '* * *', ffmpeg)).toMatchObject({ durationMs: 2000 })
  })
})
