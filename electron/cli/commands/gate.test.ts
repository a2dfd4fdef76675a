import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import type { ReleaseReport } from '#shared/models/release.ts'
import { e3 } from '../e3-process.ts'

let root: string
let ffmpeg: Ffmpeg
const at = (name: string) => join(root, name)

const TAGS = ['title=One', 'artist=Jane Austen', 'album=Emma', 'composer=Awb'].flatMap((tag) => ['-metadata', tag])
const MP3 = ['-c:a', 'libmp3lame', '-b:a', '192k']
const AAC = ['-c:a', 'aac', '-b:a', '64k', '-f', 'ipod']

/** Something with the levels of speech: a second of quiet noise, six of swelling tone over it, two of noise. */
const SPEECH = 'between(t,1,7)*0.231*sin(2*PI*500*t)*abs(sin(PI*(t-1)/0.75))'
const ROOM = '0.0011*(random(0)-0.5)'

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-gate-'))
  ffmpeg = await locateFfmpeg()
  const source = ['-f', 'lavfi', '-i', `aevalsrc='${SPEECH}+${ROOM}':s=44100:d=9`]
  await runFfmpeg(ffmpeg, [...source, '-c:a', 'pcm_s16le', at('speech.wav')])
})
afterAll(() => rm(root, { recursive: true, force: true }))

interface Variant {
  filter?: string
  codec?: readonly string[]
  tags?: readonly string[]
}

/** Variants of the speech, all from one process. */
const make = (variants: Readonly<Record<string, Variant>>) =>
  runFfmpeg(ffmpeg, [
    ...['-i', at('speech.wav')],
    ...Object.entries(variants).flatMap(([name, { filter = 'anull', codec = MP3, tags = TAGS }]) => [
      ...['-map', '0:a', '-af', filter, ...codec, ...tags, at(name)],
    ]),
  ])

const judge = async (args: readonly string[]) => {
  const { code, stdout } = await e3(['gate', ...args, '--json'], root)
  return { code, report: JSON.parse(stdout) as ReleaseReport & { error?: { code: string; message: string } } }
}
const redOf = ({ rows }: ReleaseReport) =>
  Object.fromEntries(
    rows.map(({ file, checks }) => [file, checks.filter(({ status }) => status === 'fail').map(({ id }) => id)]),
  )

test('Files that fit are green, and wrong ones red for what is wrong with them', { timeout: 60_000 }, async () => {
  const lame = ['-c:a', 'libmp3lame']
  const both = 'pan=stereo|c0=c0|c1=c0'
  await make({
    'good.mp3': {},
    'stereo.mp3': { filter: both, codec: [...lame, '-b:a', '256k', '-joint_stereo', '0'] },
    'loud.mp3': { filter: 'volume=4dB' },
    'quiet.mp3': { filter: 'volume=-4dB' },
    'clipped.mp3': { filter: 'volume=25dB', codec: [...lame, '-b:a', '320k'] },
    'zeros.mp3': { filter: "volume='if(between(t,7.5,8),0,1)':eval=frame" },
    'noisy.mp3': { filter: 'aeval=val(0)+0.01*(random(1)-0.5)' },
    'early.mp3': { filter: 'atrim=start=0.8' },
    'short-tail.mp3': { filter: 'atrim=end=7.5' },
    'rate.mp3': { codec: [...MP3, '-ar', '48000'] },
    'bits.mp3': { codec: [...lame, '-b:a', '128k'] },
    'variable.mp3': { codec: [...lame, '-q:a', '0'] },
    'joint.mp3': { filter: both, codec: [...lame, '-b:a', '256k', '-joint_stereo', '1'] },
    'untagged.mp3': { tags: ['-map_metadata', '-1'] },
    'codec.flac': { codec: ['-c:a', 'flac'] },
  })
  await writeFile(at('cut.mp3'), (await readFile(at('good.mp3'))).subarray(0, 100_000))
  await writeFile(at('text.mp3'), 'Emma Woodhouse, handsome, clever, and rich')
  const names = ['good', 'stereo', 'loud', 'quiet', 'clipped', 'zeros', 'noisy', 'early', 'short-tail', 'rate', 'bits']
  const more = ['variable', 'joint', 'untagged', 'cut', 'text']
  const files = [...[...names, ...more].map((name) => at(`${name}.mp3`)), at('codec.flac')]
  const { code, report } = await judge([...files, '--profile', 'acx'])
  expect(code).toBe(1)
  expect(report).toMatchObject({ verdict: 'fail', wholeChecks: [], error: { code: 'gate.red' } })
  expect(redOf(report)).toEqual({
    'good.mp3': [],
    'stereo.mp3': [],
    'loud.mp3': ['rmsDbfs'],
    'quiet.mp3': ['rmsDbfs'],
    'clipped.mp3': expect.arrayContaining(['rmsDbfs', 'truePeakDbtp', 'clippedSamples']) as string[],
    'zeros.mp3': ['digitalSilenceMs'],
    // Noise that loud is sound where quiet should be.
    'noisy.mp3': ['noiseFloorDbfs', 'headMs', 'tailMs'],
    'early.mp3': ['headMs'],
    'short-tail.mp3': ['tailMs'],
    'rate.mp3': ['sampleRate'],
    'bits.mp3': ['bitRate'],
    'variable.mp3': expect.arrayContaining(['constantBitRate']) as string[],
    'joint.mp3': ['channels'],
    'untagged.mp3': ['tags'],
    'cut.mp3': ['unreadable'],
    'text.mp3': ['unreadable'],
    'codec.flac': ['codec'],
  })
})

test('A book in one file needs its marks and its cover', { timeout: 60_000 }, async () => {
  const [book, bare, cut] = ['book.m4b', 'bare.m4b', 'cut.m4b'].map(at) as [string, string, string]
  const marks = [0, 4000].map(
    (start) => `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${start + 4000}\ntitle=At ${start}\n`,
  )
  await writeFile(at('marks.txt'), `;FFMETADATA1\n${marks.join('')}`)
  await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'color=c=navy:s=800x800', '-frames:v', '1', at('cover.jpg')])
  await runFfmpeg(ffmpeg, [
    ...[
      '-i',
      at('speech.wav'),
      '-i',
      at('marks.txt'),
      '-i',
      at('cover.jpg'),
      '-map',
      '0:a',
      '-map',
      '2:v',
      '-map_chapters',
      '1',
    ],
    ...['-c:v', 'copy', '-disposition:v:0', 'attached_pic', ...AAC, ...TAGS, book],
  ])
  await make({ 'bare.m4b': { codec: AAC } })
  await writeFile(cut, (await readFile(book)).subarray(0, -20_000))
  const { report } = await judge([book, bare, cut, '--profile', 'listener'])
  const files = { ...report, rows: report.rows.filter(({ isWholeFile }) => isWholeFile) }
  expect(redOf(files)).toEqual({ 'book.m4b': [], 'bare.m4b': ['chapterMarks', 'cover'], 'cut.m4b': ['unreadable'] })
  expect(report.rows.filter(({ isWholeFile }) => !isWholeFile).map(({ title }) => title)).toEqual(['At 0', 'At 4000'])
})

test('A folder is judged as a release, and its report is written', { timeout: 60_000 }, async () => {
  const release = at('release')
  await mkdir(release)
  await make({ 'one.mp3': {} })
  for (const name of ['00 - Opening Credits', '01 - One', '02 - Closing Credits', 'Retail Sample']) {
    await copyFile(at('one.mp3'), join(release, `${name}.mp3`))
  }
  await runFfmpeg(ffmpeg, [
    '-f',
    'lavfi',
    '-i',
    'color=c=navy:s=2400x2400',
    '-frames:v',
    '1',
    join(release, 'cover.jpg'),
  ])
  const page = at('page.html')
  const green = await e3(['gate', release, '--profile', 'acx', '--report', page], root)
  expect(green).toMatchObject({ code: 0 })
  expect(green.stdout).toMatch(/01 - One\.mp3 +green/)
  expect(green.stdout).toContain('ACX: green, all checks passed in 4 files.')
  expect(await readFile(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*Ready to hand in[\s\S]*<\/html>\n$/)
  await rm(join(release, 'cover.jpg'))
  await rm(join(release, 'Retail Sample.mp3'))
  const red = await e3(['gate', release, '--profile', 'acx'], root)
  expect(red).toMatchObject({ code: 1, stderr: expect.stringContaining('2 checks of ACX failed.') as string })
  expect(red.stdout).toMatch(
    /the release +Cover +none +square, at least 2400 pixels an edge +There is no cover beside the sound\./,
  )
})

test('A folder that says what was built holds nothing else', { timeout: 60_000 }, async () => {
  const release = at('built')
  await mkdir(release)
  await make({ 'built/01 - One.mp3': {} })
  await copyFile(join(release, '01 - One.mp3'), join(release, '02 - Strange.mp3'))
  const bytes = await readFile(join(release, '01 - One.mp3'))
  const file = {
    ...{ file: '01 - One.mp3', kind: 'mp3', sizeBytes: bytes.length, title: 'One', chapterIndex: 1, durationMs: null },
    ...{
      sha256: createHash('sha256').update(bytes).digest('hex'),
      madeFrom: '',
      facts: {},
      measures: null,
      chapters: [],
    },
  }
  const manifest = {
    schemaVersion: 1,
    bookId: 'x',
    narratorId: 'n',
    profileId: 'podcast',
    encodings: [],
    files: [file],
  }
  await writeFile(join(release, 'manifest.json'), JSON.stringify(manifest))
  const { report } = await judge([release, '--profile', 'librivox'])
  const unchanged = report.rows.map(({ checks }) => checks.find(({ id }) => id === 'unchanged')?.status)
  expect(unchanged).toEqual(['pass', 'fail'])
})

test('A profile of one’s own is read from the workspace, an unknown one is told', async () => {
  await mkdir(at('config'))
  await make({ 'mine.mp3': { tags: ['-map_metadata', '-1'] } })
  await writeFile(at('config/profiles.yaml'), 'profiles:\n  mine:\n    extends: acx\n    limits: { without: [tags] }\n')
  expect((await judge([at('mine.mp3'), '--profile', 'mine'])).code).toBe(0)
  const { code, stderr } = await e3(['gate', at('mine.mp3'), '--profile', 'axc'], root)
  expect(code).toBe(1)
  expect(stderr).toContain('There is no profile axc. Did you mean acx?')
  expect((await e3(['gate', at('gone.mp3'), '--profile', 'acx'], root)).stderr).toContain('There is no file or folder')
})
