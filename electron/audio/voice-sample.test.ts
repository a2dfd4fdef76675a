import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAudioInfo } from './audio-info.ts'
import { locateFfmpeg, type Ffmpeg } from './ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import { makeVoiceSample } from './voice-sample.ts'
import { readWaveform } from './waveform.ts'

let dir = ''
let ffmpeg: Ffmpeg
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-voice-'))
  ffmpeg = await locateFfmpeg()
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Bursts of tone with short gaps, about as loud and as broken as speech. */
const SPEECH = '0.25*sin(2*PI*220*t)*lt(mod(t,0.5),0.35)'

async function record(
  name: string,
  { sound = SPEECH, seconds = 8, rateHz = 48_000, args = [] as string[] } = {},
): Promise<string> {
  const file = join(dir, name)
  await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', `aevalsrc='${sound}':s=${rateHz}:d=${seconds}`, ...args, file])
  return file
}

const keep = async (file: string) => {
  const target = join(dir, 'sample.flac')
  const report = await makeVoiceSample({ file, name: 'take one' }, target, ffmpeg)
  return { report, info: await readAudioInfo(target, ffmpeg) }
}

describe('makeVoiceSample', () => {
  it.each(['take.wav', 'take.flac', 'take.mp3', 'take.ogg', 'take.webm', 'take.m4a'])('takes %s', async (name) => {
    const args = /ogg|webm/.test(name) ? ['-c:a', 'libopus'] : []
    const { report, info } = await keep(await record(name, { args }))
    expect(info).toMatchObject({ codec: 'flac', channels: 1, sampleRateHz: 24_000, bitsPerSample: 16 })
    expect(report.warnings).toEqual([])
    expect(Math.abs(report.loudnessDbfs - -15)).toBeLessThan(1)
    expect(Math.abs(report.durationMs - info.durationMs)).toBeLessThan(30)
  })

  it('takes what a browser streams, which does not know its own length', async () => {
    const file = await record('live.webm', { args: ['-c:a', 'libopus', '-live', '1'] })
    expect((await keep(file)).info.durationMs).toBeGreaterThan(7000)
  })

  it('cuts the silence around the voice and leaves the pauses inside', async () => {
    const args = ['-af', 'adelay=4000|4000,apad', '-t', '17']
    const { info } = await keep(await record('late.wav', { args }))
    expect(Math.abs(info.durationMs - 8000)).toBeLessThan(400)
  })

  it('mixes two channels into one', async () => {
    const { info, report } = await keep(await record('two.wav', { args: ['-ac', '2'] }))
    expect(info.channels).toBe(1)
    expect(report.peakDbfs).toBeGreaterThan(-16)
  })

  it.each([
    ['a cough', 'sample.tooShort', { seconds: 1 }, /^The recording has 0\.\d seconds of speech/],
    ['a lecture', 'sample.tooLong', { seconds: 70 }, /lasts 69\.\d seconds.*Cut out/],
    ['an hour', 'sample.tooLong', { seconds: 400, rateHz: 8000 }, /lasts 7 minutes/],
    ['silence', 'sample.silent', { sound: '0' }, /Check the microphone/],
    ['an overdriven voice', 'sample.clipped', { sound: `max(-1,min(1,8*${SPEECH}))` }, /less gain/],
  ])('refuses %s', async (what, code, sound, message) => {
    const file = await record(`${what}.wav`, sound)
    await expect(keep(file)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string })
  })

  it.each([
    ['quiet', { sound: `0.01*${SPEECH}` }, /quiet/],
    ['short', { seconds: 4 }, /short/],
    ['telephone', { rateHz: 8000 }, /telephone/],
    ['noisy', { sound: `${SPEECH}+0.12*(random(0)-0.5)` }, /noise/],
    ['hesitant', { sound: '0.25*sin(2*PI*220*t)*lt(mod(t,2),0.4)' }, /pauses/],
  ])('warns of a %s recording and keeps it', async (name, sound, warning) => {
    const { report } = await keep(await record(`${name}.wav`, sound))
    expect(report.warnings).toEqual([expect.stringMatching(warning)])
  })

  it('refuses what is no sound, a playlist that leads elsewhere above all', async () => {
    const voice = await record('real.wav')
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXTINF:8,\nfile://${voice}\n#EXT-X-ENDLIST\n`
    for (const content of [playlist, `ffconcat version 1.0\nfile ${voice}\n`, '', 'RIFF', `RIFF____WAVE${playlist}`]) {
      const file = join(dir, 'upload.wav')
      await writeFile(file, content)
      const refusal = { code: 'sample.unreadable', message: expect.stringContaining('take one') as string }
      await expect(keep(file)).rejects.toMatchObject(refusal)
    }
  })

  it('takes a recording whose end is missing as far as it goes', async () => {
    const whole = await readFile(await record('whole.flac', { seconds: 10 }))
    const file = join(dir, 'cut.flac')
    await writeFile(file, whole.subarray(0, Math.floor(whole.length * 0.6)))
    const { info } = await keep(file)
    expect(info.durationMs).toBeGreaterThan(3000)
    expect(info.durationMs).toBeLessThan(9000)
  })
})

describe('readWaveform', () => {
  it('shows where a recording is loud', async () => {
    const file = await record('steps.flac', { sound: 'sin(2*PI*300*t)*if(lt(t,4),0.1,0.8)' })
    const { peaks, durationMs } = await readWaveform(file, ffmpeg)
    expect(durationMs).toBe(8000)
    expect(peaks).toHaveLength(400)
    expect(peaks[100]).toBeCloseTo(0.1, 1)
    expect(peaks[300]).toBeCloseTo(0.8, 1)
  })

  it('says that a recording is gone', async () => {
    await expect(readWaveform(join(dir, 'gone.flac'), ffmpeg)).rejects.toMatchObject({ code: 'sample.unreadable' })
  })
})
