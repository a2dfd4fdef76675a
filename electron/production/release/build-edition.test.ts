import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { locateFfmpeg } from '#electron/audio/ffmpeg.ts'
import { buildTestEdition, makeTestBook, type TestEdition } from './test-edition.ts'

const FIXTURE = new URL('./test-edition.ts', import.meta.url).href

let bookDir: string
let calmDir: string
let dir: string
/** What an undisturbed build of the first edition makes. */
let undisturbed: Map<string, string>
let edition: TestEdition

beforeAll(async () => {
  bookDir = await mkdtemp(join(tmpdir(), 'e3-edition-book-'))
  await makeTestBook(bookDir, await locateFfmpeg())
  calmDir = await mkdtemp(join(tmpdir(), 'e3-edition-calm-'))
  await buildTestEdition({ bookDir, dir: calmDir })
  undisturbed = await contents(calmDir)
})
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-edition-'))
  edition = { bookDir, dir }
})
afterEach(() => rm(dir, { recursive: true }))
afterAll(() => Promise.all([bookDir, calmDir].map((each) => rm(each, { recursive: true }))))

/** Every file below a folder, by its path. */
async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.map((file) => file.slice(root.length + 1)).sort()
}

async function contents(root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const file of await filesIn(root)) found.set(file, (await readFile(join(root, file))).toString('base64'))
  return found
}

/** Which files there are, and which of them were written since. */
async function watch(root: string) {
  const times = async () =>
    new Map(
      await Promise.all(
        (await filesIn(root)).map(async (file) => {
          const { mtimeNs, ino } = await stat(join(root, file), { bigint: true })
          return [file, `${mtimeNs} ${ino}`] as const
        }),
      ),
    )
  const before = await times()
  return async () => {
    const after = await times()
    return {
      written: [...after].filter(([file, time]) => before.get(file) !== time).map(([file]) => file),
      gone: [...before.keys()].filter((file) => !after.has(file)),
    }
  }
}

/** Without folders; manifests are written with each change. */
const named = (files: readonly string[]): string[] =>
  files
    .filter((file) => file.startsWith('delivery/') && !file.endsWith('manifest.json'))
    .map((file) => file.slice(file.lastIndexOf('/') + 1))
const inChapters = (files: readonly string[]): string[] => files.filter((file) => file.startsWith('chapters/'))

/** The first edition, as an earlier run has left it. */
async function begin(): Promise<void> {
  await cp(calmDir, dir, { recursive: true, preserveTimestamps: true })
}

const SOUNDS = ['01 - The Hill.mp3', '02 - The Sea.mp3']
const KIT = ['desc.txt', 'metadata.json', 'metadata.opf', 'reader.txt']

describe('an edition', () => {
  it('is made once, and nothing of it is touched when nothing has changed', async () => {
    expect(named([...undisturbed.keys()]).sort()).toEqual(
      [
        ...[...SOUNDS, '01 - The Hill.srt', '02 - The Sea.srt', ...KIT, 'cover.jpg'],
        ...['Two Walks - Ann Lee.m4b', 'Two Walks - Ann Lee.srt'],
      ].sort(),
    )
    await begin()
    const changed = await watch(dir)
    const manifest = await buildTestEdition(edition)
    expect(await changed()).toEqual({ written: [], gone: [] })
    await buildTestEdition(edition, { isThorough: true })
    expect(await changed()).toEqual({ written: [], gone: [] })
    expect(JSON.parse(await readFile(join(dir, 'delivery/manifest.json'), 'utf8'))).toEqual(manifest)
  })

  it('has its tags written anew and nothing encoded when its author is another', async () => {
    await begin()
    const changed = await watch(dir)
    await buildTestEdition({ ...edition, author: 'Bo Lee' })
    const { written, gone } = await changed()
    expect(inChapters([...written, ...gone])).toEqual([])
    // The folder and the file are called after the author.
    expect(named(written)).toEqual(expect.arrayContaining([...SOUNDS, ...KIT, 'Two Walks - Bo Lee.m4b']))
    expect(await readdir(join(dir, 'delivery'))).toEqual(['Bo Lee', 'manifest.json'])
  })

  it('has the files of a chapter made anew of which a passage was spoken again, and those of the whole book', async () => {
    await begin()
    const changed = await watch(dir)
    const manifest = await buildTestEdition({ ...edition, changedChapter: 2 })
    const { written, gone } = await changed()
    expect(named(written).sort()).toEqual(
      [
        ...['02 - The Sea.mp3', '02 - The Sea.srt', ...KIT],
        ...['Two Walks - Ann Lee.m4b', 'Two Walks - Ann Lee.srt'],
      ].sort(),
    )
    // What was encoded of the former passage goes.
    expect(inChapters(written)).toHaveLength(3)
    expect(gone.sort()).toEqual(inChapters(gone))
    expect(gone).toHaveLength(3)
    expect(manifest.files.map(({ file }) => file)).toHaveLength(named([...undisturbed.keys()]).length)
  })

  it('has its cover put into sounds and beside them, and its subtitles left alone', async () => {
    await begin()
    const changed = await watch(dir)
    await buildTestEdition({ ...edition, cover: 'blue' })
    const { written } = await changed()
    expect(inChapters(written)).toEqual([])
    expect(named(written).sort()).toEqual([...SOUNDS, ...KIT, 'cover.jpg', 'Two Walks - Ann Lee.m4b'].sort())
  })

  it('has files made again that are gone, also when the encoded chapters are, and finds one that was written to', async () => {
    await begin()
    const folder = join(dir, 'delivery/Ann Lee/1895 - Two Walks {Rósa}')
    const file = join(folder, '02 - The Sea.mp3')
    const bytes = (await readFile(file)).fill(0, 20_000, 20_500)
    await writeFile(file, bytes)
    for (const name of ['metadata.json', 'Two Walks - Ann Lee.srt']) await rm(join(folder, name))
    await rm(join(dir, 'chapters'), { recursive: true })
    await buildTestEdition(edition)
    expect(await readFile(file)).toEqual(bytes)
    await buildTestEdition(edition, { isThorough: true })
    const found = await contents(dir)
    for (const [name, whole] of undisturbed) {
      if (name.startsWith('delivery/')) expect([name, found.get(name) === whole]).toEqual([name, true])
    }
  })

  it('is made all the same when encoded chapters were damaged on the disk', async () => {
    await cp(calmDir, dir, { recursive: true })
    const encoded = (await filesIn(dir)).filter((file) => /chapters\/[0-9a-f]{20}-\d+\.(?:mp3|aac)$/.test(file))
    expect(encoded.length).toBeGreaterThan(0)
    for (const file of encoded) {
      const bytes = await readFile(join(dir, file))
      await writeFile(join(dir, file), bytes.subarray(0, bytes.length / 2))
    }
    for (const file of [...undisturbed.keys()].filter(
      (name) => /\.(?:m4b|mp3)$/.test(name) && !encoded.includes(name),
    )) {
      await rm(join(dir, file))
    }
    await buildTestEdition(edition)
    expect(await contents(dir)).toEqual(undisturbed)
  })

  it('has only the kinds made that are asked for, and the others kept as they are', async () => {
    await begin()
    const changed = await watch(dir)
    const manifest = await buildTestEdition(
      { ...edition, cover: 'blue', changedChapter: 2 },
      { kinds: new Set(['srt']) },
    )
    expect(named((await changed()).written)).toEqual(['02 - The Sea.srt', 'Two Walks - Ann Lee.srt'])
    expect(manifest.files).toHaveLength(named([...undisturbed.keys()]).length)
  })
})

describe('a build that does not come to its end', () => {
  it('leaves what was delivered before, and names what stands in the way', async () => {
    await begin()
    const changed = await watch(dir)
    const broken = await mkdtemp(join(tmpdir(), 'e3-edition-broken-'))
    await cp(bookDir, broken, { recursive: true })
    const take = await readFile(join(broken, '4.flac'))
    await writeFile(join(broken, '4.flac'), take.fill(0, 12_000, 14_000))
    const failure = buildTestEdition({ ...edition, bookDir: broken, changedChapter: 1 })
    await expect(failure).rejects.toMatchObject({ code: 'media.chunkDamaged' })
    await rm(broken, { recursive: true })
    const { written, gone } = await changed()
    expect([...named(written), ...gone]).toEqual([])
    expect((await filesIn(dir)).filter((file) => file.includes('.part'))).toEqual([])
  })

  it('killed or stopped anywhere and begun again, ends as if nothing had happened', async () => {
    const moments = [0.05 + 0.7 * Math.random(), 0.8 + 0.19 * Math.random(), Math.random()] as const
    await killAt(edition, moments[0])
    await killAt(edition, moments[1])
    const stop = new AbortController()
    const onProgress = (value: number): void => {
      if (value >= moments[2]) stop.abort(new Error('stopped'))
    }
    await expect(buildTestEdition(edition, { signal: stop.signal, onProgress })).rejects.toThrow('stopped')
    await buildTestEdition(edition)
    const found = await contents(dir)
    expect([moments, [...found.keys()]]).toEqual([moments, [...undisturbed.keys()]])
    expect(found).toEqual(undisturbed)
  })
})

describe('two editions of one narrator', () => {
  const other = (): TestEdition => ({
    ...{ ...edition, name: 'other' },
    profile: {
      id: 'other',
      formats: ['mp3', 'srt'],
      level: { metric: 'rms', level: -22, peakDbtp: -4 },
      layout: 'flat',
    },
  })

  it('are built at once without disturbing each other, and keep what each is made of', async () => {
    await Promise.all([buildTestEdition(edition), buildTestEdition(other())])
    const found = await contents(dir)
    for (const [file, bytes] of undisturbed) expect([file, found.get(file) === bytes]).toEqual([file, true])

    await buildTestEdition({ ...other(), changedChapter: 1 })
    const changed = await watch(dir)
    await rm(join(dir, 'delivery/Ann Lee/1895 - Two Walks {Rósa}/02 - The Sea.mp3'))
    await buildTestEdition(edition)
    const { written } = await changed()
    expect(inChapters(written)).toEqual([])
    expect(named(written)).toEqual(['02 - The Sea.mp3'])
  })
})

/** Builds in a process of its own, which is killed as soon as it has come so far. */
async function killAt(target: TestEdition, moment: number): Promise<void> {
  const script = join(bookDir, 'build.mjs')
  await writeFile(
    script,
    `import { buildTestEdition } from ${JSON.stringify(FIXTURE)}
    await buildTestEdition(${JSON.stringify(target)}, { onProgress: (value) => console.log(value) })`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  for await (const line of createInterface({ input: child.stdout })) {
    if (Number(line) >= moment) child.kill('SIGKILL')
  }
  // None where it was killed; it may have ended before it could be.
  expect([null, 0]).toContain(await ended)
}
