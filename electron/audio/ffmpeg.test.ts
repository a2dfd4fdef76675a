import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { locateFfmpeg } from './ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-ffmpeg-'))
})
afterAll(() => rm(dir, { recursive: true }))

describe('finding ffmpeg', () => {
  test('gives a pair that runs', async () => {
    const found = await locateFfmpeg({ ffmpegPath: '' })
    expect(found.version).not.toBe('unknown')
    expect(await locateFfmpeg({ ffmpegPath: found.ffmpeg, ffprobePath: found.ffprobe })).toEqual({
      ...found,
      source: 'configured',
    })
  })

  test('never passes over a configured path that does not run', async () => {
    const missing = locateFfmpeg({ ffmpegPath: join(dir, 'ffmpeg') })
    await expect(missing).rejects.toMatchObject({ code: 'media.ffmpegMissing' })
  })

  test.skipIf(process.platform === 'win32')('names the abilities that a reduced build lacks', async () => {
    const program = join(dir, 'reduced')
    await writeFile(program, '#!/bin/sh\necho "ffmpeg version 7.1"\necho " A..... aac  AAC"\n')
    await chmod(program, 0o755)
    await copyFile(program, join(dir, 'ffprobe'))
    const reduced = locateFfmpeg({ ffmpegPath: program })
    await expect(reduced).rejects.toThrow(/lacks encoder libmp3lame, encoder flac, .*filter aresample/)
  })
})

describe('running ffmpeg', () => {
  const endless = ['-re', '-f', 'lavfi', '-i', 'anullsrc', '-f', 'null', '-']

  test('reports how much is written', async () => {
    const seen: number[] = []
    const args = ['-f', 'lavfi', '-i', 'anullsrc=r=8000', '-t', '2', '-f', 'null', '-']
    await runFfmpeg(await locateFfmpeg(), args, { onProgress: (ms) => seen.push(ms) })
    expect(seen.at(-1)).toBeCloseTo(2000, -1)
  })

  test('fails with the reason that ffmpeg gave', async () => {
    const run = runFfmpeg(await locateFfmpeg(), ['-i', join(dir, 'none.flac'), '-f', 'null', '-'])
    await expect(run).rejects.toThrow(/none\.flac: No such file/)
  })

  test('ends at once on an abort, with its reason', async () => {
    const abort = new AbortController()
    const run = runFfmpeg(await locateFfmpeg(), endless, {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('cancelled by the producer')),
    })
    await expect(run).rejects.toThrow('cancelled by the producer')
    await expect(runFfmpeg(await locateFfmpeg(), endless, { signal: abort.signal })).rejects.toThrow('cancelled')
  })
})
