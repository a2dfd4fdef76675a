import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { CheckId, FileFacts, SoundMeasures } from '#shared/models/release.ts'
import { foundInWords } from '#shared/models/check-words.ts'
import type { GateFile } from './gate-file.ts'
import { judgeFile, judgeRelease } from './gate.ts'
import { ACX } from './profiles/acx.ts'
import { GOOGLE_PLAY } from './profiles/google-play.ts'
import { LIBRIVOX } from './profiles/librivox.ts'
import { LISTENER } from './profiles/listener.ts'

const MEASURES: SoundMeasures = {
  ...{ rmsDbfs: -20.5, loudnessLufs: -20, loudnessRangeLu: 5, truePeakDbtp: -3.6, samplePeakDbfs: -3.7 },
  ...{ noiseFloorDbfs: -70, headMs: 1000, tailMs: 2000, digitalSilenceMs: 0, clippedSamples: 0, dcOffset: 0 },
  ...{ durationMs: 600_000, spots: [] },
}
const FACTS: FileFacts = {
  ...{ sizeBytes: 1, durationMs: 600_000, codec: 'mp3', sampleRateHz: 44_100, channels: 'mono', bitRateKbps: 192 },
  ...{
    isConstantBitRate: true,
    tags: { title: 'One', artist: 'Jane', album: 'Emma', composer: 'Awb' },
    marks: [],
    cover: null,
  },
}
const fileOf = (
  changes: { measures?: Partial<SoundMeasures>; facts?: Partial<FileFacts> } & Partial<GateFile> = {},
): GateFile => {
  const { measures, facts, ...rest } = changes
  return {
    ...{ file: '01 - One.mp3', kind: 'mp3', role: 'chapter', chapterIndex: 1, title: 'One', fault: null },
    sound: { facts: { ...FACTS, ...facts }, measures: { ...MEASURES, ...measures } },
    ...rest,
  }
}
const redOf = (profile: DeliveryProfile, file: GateFile): CheckId[] =>
  judgeFile(profile, file).flatMap(({ checks }) => checks.filter(({ status }) => status === 'fail').map(({ id }) => id))

it.each<[string, Parameters<typeof fileOf>[0], CheckId]>([
  ['too loud', { measures: { rmsDbfs: -17.96 } }, 'rmsDbfs'],
  ['too quiet', { measures: { rmsDbfs: -23.001 } }, 'rmsDbfs'],
  ['peaks', { measures: { truePeakDbtp: -2.99 } }, 'truePeakDbtp'],
  ['noise', { measures: { noiseFloorDbfs: -59.9 } }, 'noiseFloorDbfs'],
  ['an early voice', { measures: { headMs: 440 } }, 'headMs'],
  ['a late voice', { measures: { headMs: 1051 } }, 'headMs'],
  ['a short tail', { measures: { tailMs: 900 } }, 'tailMs'],
  ['digital silence', { measures: { digitalSilenceMs: 101 } }, 'digitalSilenceMs'],
  ['clipping', { measures: { clippedSamples: 3 } }, 'clippedSamples'],
  ['an offset', { measures: { dcOffset: -0.006 } }, 'dcOffset'],
  ['a file of more than two hours', { measures: { durationMs: 7_200_001 } }, 'durationMs'],
  ['few bits', { facts: { bitRateKbps: 160 } }, 'bitRate'],
  ['a variable rate', { facts: { isConstantBitRate: false } }, 'constantBitRate'],
  ['another rate', { facts: { sampleRateHz: 48_000 } }, 'sampleRate'],
  ['joint stereo', { facts: { channels: 'joint stereo' } }, 'channels'],
  ['another codec', { facts: { codec: 'aac', isConstantBitRate: null } }, 'codec'],
  ['a missing tag', { facts: { tags: { title: 'One', artist: 'Jane' } } }, 'tags'],
  ['the tag of another book', { expected: { tags: { album: 'Persuasion' } } }, 'tags'],
  ['what cannot be read', { sound: null, fault: 'It is no sound.' }, 'unreadable'],
  ['what was changed since', { isUnchanged: false }, 'unchanged'],
])('reds %s, and nothing else', (_, changes, id) => {
  expect(redOf(ACX, fileOf())).toEqual([])
  expect(redOf(ACX, fileOf(changes))).toEqual([id])
})

it('reds silence for having no level, and spares it what silence cannot be', () => {
  const silent = {
    rmsDbfs: null,
    loudnessLufs: null,
    truePeakDbtp: null,
    noiseFloorDbfs: null,
    digitalSilenceMs: 600_000,
  }
  expect(redOf(ACX, fileOf({ measures: silent }))).toEqual(['rmsDbfs', 'digitalSilenceMs'])
})

it('asks of stereo more bits where the outlet does, and of lossless sound none', () => {
  expect(redOf(GOOGLE_PLAY, fileOf({ file: 'pg98_1of1.mp3', facts: { bitRateKbps: 128 } }))).toEqual([])
  expect(
    redOf(GOOGLE_PLAY, fileOf({ file: 'pg98_1of1.mp3', facts: { bitRateKbps: 192, channels: 'stereo' } })),
  ).toEqual(['bitRate'])
  const flac = { codec: 'flac', bitRateKbps: 90, isConstantBitRate: null }
  expect(redOf(GOOGLE_PLAY, fileOf({ file: 'pg98_1of1.flac', facts: flac }))).toEqual([])
  expect(redOf(GOOGLE_PLAY, fileOf({ file: 'pg98_1of1.flac', facts: { ...flac, sampleRateHz: 22_050 } }))).toEqual([
    'sampleRate',
  ])
})

it('holds names to the outlet’s rule', () => {
  const measures = { tailMs: 5000, loudnessLufs: -18.5 }
  const named = (file: string) => redOf(LIBRIVOX, fileOf({ file, measures, facts: { bitRateKbps: 128 } }))
  expect(named('emma_01_austen_128kb.mp3')).toEqual([])
  expect(named('Emma_01_austen_128kb.mp3')).toEqual(['name'])
})

it('wants chapter marks in order from the beginning, and a cover in the file', () => {
  const mark = (title: string, startMs: number) => ({ title, startMs, endMs: startMs + 1000 })
  const m4b = (facts: Partial<FileFacts>, marks?: number) =>
    redOf(
      LISTENER,
      fileOf({
        kind: 'm4b',
        role: 'part',
        facts: { codec: 'aac', isConstantBitRate: null, cover: { widthPx: 1400, heightPx: 1400 }, ...facts },
        expected: marks === undefined ? {} : { marks },
      }),
    )
  expect(m4b({ marks: [mark('One', 0), mark('Two', 5000)] }, 2)).toEqual([])
  expect(m4b({ marks: [mark('One', 0)] }, 2)).toEqual(['chapterMarks'])
  expect(m4b({ marks: [] })).toEqual(['chapterMarks'])
  expect(m4b({ marks: [mark('One', 500)] })).toEqual(['chapterMarks'])
  expect(m4b({ marks: [mark('One', 0), mark('Two', 5000), mark('Three', 4000)] })).toEqual(['chapterMarks'])
  expect(m4b({ marks: [mark('One', 0), mark('', 5000)] })).toEqual(['chapterMarks'])
  expect(m4b({ marks: [mark('One', 0), mark('Two', 900_000)] })).toEqual(['chapterMarks'])
  expect(m4b({ marks: [mark('One', 0)], cover: null })).toEqual(['cover'])
  expect(m4b({ marks: [mark('One', 0)], cover: { widthPx: 300, heightPx: 300 } })).toEqual(['cover'])
})

it('judges chapters within a file by their sound, not by where the voice begins', () => {
  const chapter = {
    chapterIndex: 2,
    title: 'Two',
    startMs: 5000,
    measures: { ...MEASURES, headMs: 0, loudnessLufs: -12 },
  }
  const [, row] = judgeFile(LISTENER, fileOf({ chapters: [chapter] }))
  expect(row).toMatchObject({ title: 'Two', startMs: 5000, isWholeFile: false })
  expect(row?.checks.filter(({ status }) => status === 'fail')).toMatchObject([
    { id: 'loudnessLufs', found: -12, limit: '−21 to −17 LUFS', reason: 'It is 5.0 dB too loud.', remedy: 'level' },
  ])
})

it('judges the release as a whole: cover, credits, sample, channels', () => {
  const book = { bookId: 'pg158', title: 'Emma', author: 'Jane', narratorName: 'Awb' }
  const judge = (files: GateFile[], cover: { widthPx: number; heightPx: number } | null) =>
    judgeRelease(ACX, book, files, { measuredAt: '2026-11-22T12:00:00.000Z', whole: { cover } })
  const framed = [
    fileOf({ role: 'opening' }),
    fileOf(),
    fileOf({ role: 'closing' }),
    fileOf({ role: 'sample', measures: { durationMs: 299_000 } }),
  ]
  const square = { widthPx: 3000, heightPx: 3000 }
  expect(judge(framed, square)).toMatchObject({ verdict: 'pass', failedChecks: 0 })
  const red = (report: ReturnType<typeof judge>) =>
    report.wholeChecks.filter(({ status }) => status === 'fail').map(({ id }) => id)
  expect(red(judge(framed, null))).toEqual(['cover'])
  expect(red(judge(framed, { widthPx: 3000, heightPx: 2400 }))).toEqual(['cover'])
  expect(red(judge(framed, { widthPx: 1400, heightPx: 1400 }))).toEqual(['cover'])
  expect(red(judge(framed.slice(1), square))).toEqual(['credits'])
  expect(red(judge(framed.slice(0, 3), square))).toEqual(['sample'])
  expect(red(judge([...framed, fileOf({ role: 'sample' })].slice(1), square))).toEqual(['credits'])
  expect(
    red(judge([...framed.slice(0, 3), fileOf({ role: 'sample', measures: { durationMs: 300_001 } })], square)),
  ).toEqual(['sample'])
  expect(red(judge([...framed, fileOf({ facts: { channels: 'stereo' } })], square))).toEqual(['channels'])
})

it('counts the files of Google Play, and wants five minutes of them', () => {
  const book = { bookId: 'pg98', title: 'T', author: 'A', narratorName: 'N' }
  const judge = (...files: GateFile[]) =>
    judgeRelease(GOOGLE_PLAY, book, files, { measuredAt: '', whole: { cover: { widthPx: 3000, heightPx: 3000 } } })
      .wholeChecks.filter(({ status }) => status === 'fail')
      .map(({ id }) => id)
  expect(judge(fileOf({ file: 'pg98_1of2.mp3' }), fileOf({ file: 'pg98_2of2.mp3' }))).toEqual([])
  expect(judge(fileOf({ file: 'pg98_1of3.mp3' }), fileOf({ file: 'pg98_3of3.mp3' }))).toEqual(['name'])
  expect(judge(fileOf({ file: 'pg98_1of1.mp3', measures: { durationMs: 299_000 } }))).toEqual(['titleLength'])
})

it('never shows a red level that looks as if it held, nor greens one that does not', () => {
  fc.assert(
    fc.property(fc.double({ min: -30, max: -10, noNaN: true }), (rmsDbfs) => {
      const check = judgeFile(ACX, fileOf({ measures: { rmsDbfs } }))[0]?.checks.find(({ id }) => id === 'rmsDbfs')
      expect(check?.status).toBe(rmsDbfs >= -23 && rmsDbfs <= -18 ? 'pass' : 'fail')
      const told = Number(foundInWords(check!, ACX.limits.measures.rmsDbfs).replace('−', '-').replace(' dB', ''))
      const isBeyond = rmsDbfs < -23.000001 || rmsDbfs > -17.999999
      if (isBeyond) expect(told < -23 || told > -18).toBe(true)
    }),
  )
})
