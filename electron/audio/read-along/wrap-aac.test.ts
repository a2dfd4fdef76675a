import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locateFfmpeg } from '../ffmpeg.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { decode } from '../test-sounds.ts'
import { wrapAac } from './wrap-aac.ts'

const BEEPS_MS = [1000, 9000]

describe('wrapAac', () => {
  let ffmpeg: Ffmpeg
  let dir: string
  let aac: string

  beforeAll(async () => {
    ffmpeg = await locateFfmpeg()
    dir = await mkdtemp(join(tmpdir(), 'wrap-aac-'))
    aac = join(dir, 'chapter.aac')
    const beeps = BEEPS_MS.map((ms) => `between(t,${ms / 1000},${ms / 1000 + 0.3})`).join('+')
    const sound = `aevalsrc='0.001*random(0)+0.5*sin(2*PI*500*t)*(${beeps})':s=44100:d=10`
    await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', sound, '-c:a', 'aac', '-b:a', '64k', '-f', 'adts', aac])
  })
  afterAll(() => rm(dir, { recursive: true }))

  it('keeps every moment of the chapter where it was, and says how long it is', async () => {
    const output = join(dir, 'chapter.m4a')
    const durationMs = await wrapAac(aac, output, ffmpeg)
    const samples = await decode(ffmpeg, output)
    expect(Math.abs((samples.length / 44_100) * 1000 - durationMs)).toBeLessThan(1)
    expect(durationMs).toBeGreaterThan(9900)
    for (const beepMs of BEEPS_MS) {
      const from = Math.round((beepMs - 200) * 44.1)
      const onset = from + samples.subarray(from).findIndex((sample) => Math.abs(sample) > 5000)
      expect(Math.abs(onset / 44.1 - beepMs)).toBeLessThan(5)
    }
  })

  it('gives the same bytes for the same frames and leaves nothing else behind', async () => {
    const outputs = ['a.m4a', 'b.m4a'].map((name) => join(dir, name))
    for (const output of outputs) await wrapAac(aac, output, ffmpeg)
    const [first, second] = await Promise.all(outputs.map((output) => readFile(output)))
    expect(first!.equals(second!)).toBe(true)
    expect((await readdir(dir)).filter((name) => name.includes('part'))).toEqual([])
  })

  it('refuses a damaged chapter', async () => {
    await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'anullsrc=d=1', '-f', 'wav', join(dir, 'no.aac')])
    await expect(wrapAac(join(dir, 'no.aac'), join(dir, 'no.m4a'), ffmpeg)).rejects.toMatchObject({
      code: 'media.encodingDamaged',
    })
  })
})
