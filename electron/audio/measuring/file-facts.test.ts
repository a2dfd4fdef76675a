import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { locateFfmpeg } from '../ffmpeg.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { readFileFacts } from './file-facts.ts'
import { speechLike, tone, writeSound } from './test-signals.ts'

let ffmpeg: Ffmpeg
let dir: string
beforeAll(async () => {
  ffmpeg = await locateFfmpeg()
  dir = await mkdtemp(join(tmpdir(), 'e3-facts-'))
})
afterAll(() => rm(dir, { recursive: true }))

const speech = speechLike(44_100, 20).samples
const speechMs = (speech.length / 44_100) * 1000

async function put(name: string, ...parts: readonly Uint8Array[]): Promise<string> {
  const file = join(dir, name)
  await writeFile(file, Buffer.concat(parts))
  return file
}

describe('an MP3', () => {
  test.each([
    ['constant.mp3', ['-b:a', '192k'], 1, { bitRateKbps: 192, isConstantBitRate: true, channels: 'mono' }],
    ['joint.mp3', ['-b:a', '128k', '-joint_stereo', '1'], 2, { bitRateKbps: 128, channels: 'joint stereo' }],
    ['stereo.mp3', ['-b:a', '128k', '-joint_stereo', '0'], 2, { bitRateKbps: 128, channels: 'stereo' }],
    ['half.mp3', ['-b:a', '64k', '-ar', '22050'], 1, { bitRateKbps: 64, sampleRateHz: 22_050, channels: 'mono' }],
    ['varying.mp3', ['-q:a', '5'], 1, { isConstantBitRate: false, channels: 'mono' }],
    ['plain.mp3', ['-b:a', '96k', '-write_xing', '0', '-id3v2_version', '0'], 1, { isConstantBitRate: true }],
  ])('tells its frames: %s', async (name, options, channels, expected) => {
    const sound = Array.from({ length: channels }, (_, index) => speech.map((sample) => sample / (index + 1)))
    const file = await writeSound(ffmpeg, join(dir, name), 44_100, sound, options)
    const facts = await readFileFacts(file, ffmpeg)
    expect(facts).toMatchObject({ codec: 'mp3', cover: null, marks: [], ...expected })
    // Without an Info frame nobody knows what the encoder put around the sound.
    expect(Math.abs(facts.durationMs - speechMs)).toBeLessThan(name === 'plain.mp3' ? 80 : 1)
  })

  test('is read between the tags that stand around it', async () => {
    const file = await writeSound(
      ffmpeg,
      join(dir, 'bare.mp3'),
      44_100,
      [speech],
      ['-b:a', '64k', '-id3v2_version', '0'],
    )
    const sound = await readFile(file)
    const ape = Buffer.alloc(32)
    ape.write('APETAGEX', 'latin1')
    ape.writeUInt32LE(2000, 8)
    ape.writeUInt32LE(32, 12)
    const id3v2 = Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\x07\x68', 'latin1'), Buffer.alloc(1000)])
    const id3v1 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125)])
    const tagged = await put('tagged.mp3', id3v2, sound, ape, id3v1)
    const [bare, found] = await Promise.all([readFileFacts(file, ffmpeg), readFileFacts(tagged, ffmpeg)])
    expect({ ...found, sizeBytes: 0, tags: {} }).toEqual({ ...bare, sizeBytes: 0, tags: {} })
  })

  test('has tags in lower case, chapters and a cover', async () => {
    const cover = join(dir, 'cover.png')
    await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'color=red:s=300x200', '-frames:v', '1', cover])
    const meta = await put(
      'meta.txt',
      Buffer.from(
        ';FFMETADATA1\ntitle=Öse\nARTIST=Aesop\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2500\ntitle=One\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=2500\nEND=6000\ntitle=Two\n',
      ),
    )
    const plain = await writeSound(ffmpeg, join(dir, 'plain.wav'), 44_100, [speech])
    const inputs = ['-i', plain, '-i', meta, '-i', cover, '-map', '0:a', '-map', '2:v', '-map_metadata', '1']
    for (const name of ['tags.mp3', 'tags.m4a']) {
      const file = join(dir, name)
      await runFfmpeg(ffmpeg, [...inputs, '-map_chapters', '1', '-c:v', 'copy', '-disposition:v', 'attached_pic', file])
      const facts = await readFileFacts(file, ffmpeg)
      expect(facts.tags).toMatchObject({ title: 'Öse', artist: 'Aesop' })
      expect(facts.cover).toEqual({ widthPx: 300, heightPx: 200 })
      expect(facts.marks.map(({ title, startMs }) => [title, Math.round(startMs)])).toEqual([
        ['One', 0],
        ['Two', 2500],
      ])
    }
  })
})

test.each([
  ['a.flac', ['-sample_fmt', 's16'], { codec: 'flac', sampleRateHz: 44_100 }],
  ['a.m4b', ['-b:a', '64k', '-f', 'mp4'], { codec: 'aac', sampleRateHz: 44_100 }],
  ['a.opus', ['-c:a', 'libopus', '-b:a', '32k', '-ar', '48000'], { codec: 'opus', sampleRateHz: 48_000 }],
])('tells what it can of %s', async (name, options, expected) => {
  const file = await writeSound(ffmpeg, join(dir, name), 44_100, [speech, speech], options)
  const facts = await readFileFacts(file, ffmpeg)
  expect(facts).toMatchObject({ ...expected, channels: 'stereo', isConstantBitRate: null, cover: null })
  expect(Math.abs(facts.durationMs - speechMs)).toBeLessThan(50)
  expect(facts.bitRateKbps).toBeGreaterThan(10)
  const whole = await readFile(file)
  const cut = await put(`cut-${name}`, whole.subarray(0, whole.length - 1500))
  await expect(readFileFacts(cut, ffmpeg)).rejects.toMatchObject({ code: 'media.unreadable' })
})

describe('a file that is not what it should be', () => {
  const mp3Head = Buffer.from([0xff, 0xfb, 0x90, 0xc0])
  test.each([
    ['missing.mp3', null, /^missing\.mp3 cannot be read: it is missing/],
    ['empty.mp3', Buffer.alloc(0), /it is no MP3/],
    ['zeros.mp3', Buffer.alloc(5000), /it is no MP3/],
    ['text.mp3', Buffer.from('Once upon a time. '.repeat(99)), /it is no MP3/],
    ['list.m3u8.mp3', Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n'.repeat(9)), /it is no MP3/],
    ['concat.mp3', Buffer.from('ffconcat version 1.0\nfile /etc/hostname\n'), /it is no MP3/],
    ['huge.mp3', Buffer.from('ID3\x03\0\0\x7f\x7f\x7f\x7f and no more', 'latin1'), /its tag is larger than 64 MB/],
    ['long.mp3', Buffer.from('ID3\x03\0\0\0\0\x7f\x7f and no more', 'latin1'), /its tag ends behind the end/],
    ['tag-only.mp3', Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\x0a', 'latin1'), Buffer.alloc(10)]), /no sound/],
    ['noise.mp3', Buffer.concat([mp3Head, Buffer.from('garbage'.repeat(2000))]), /is no MP3 frame/],
    ['boxes.m4b', Buffer.from('\0\0\0\x10ftypM4A \0\0\0\0\xff\xff\xff\xffmoov', 'latin1'), /its end is missing/],
    [
      'endless.m4b',
      Buffer.from('\0\0\0\x10ftypM4A \0\0\0\0\0\0\0\x01mdat', 'latin1'),
      /no part of an MP4|end is missing/,
    ],
  ])('is named with the reason: %s', async (name, bytes, reason) => {
    const file = bytes === null ? join(dir, name) : await put(name, bytes)
    const read = readFileFacts(file, ffmpeg)
    await expect(read).rejects.toMatchObject({ code: 'media.unreadable' })
    await expect(read).rejects.toThrow(reason)
  })

  test('is an MP3 that was cut, or that has a hole', async () => {
    const file = await writeSound(ffmpeg, join(dir, 'whole.mp3'), 44_100, [tone(44_100, 3, 300, 0.2)], ['-b:a', '64k'])
    const whole = await readFile(file)
    const hole = Buffer.from(whole).fill(0, 9000, 11_000)
    const cut = readFileFacts(await put('cut.mp3', whole.subarray(0, 9000)), ffmpeg)
    await expect(cut).rejects.toThrow('it ends in the middle of a frame')
    await expect(readFileFacts(await put('hole.mp3', hole), ffmpeg)).rejects.toThrow('is no MP3 frame')
  })
})
