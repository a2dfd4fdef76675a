import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageOf } from '#shared/models/app-error.ts'
import { fixtureBook, fixtureSource } from './book-fixture.ts'
import { Foundry } from './foundry.ts'

let dir: string
let foundry: Foundry

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-foundry-'))
  foundry = new Foundry(dir)
})

afterEach(() => rm(dir, { recursive: true, force: true }))

const write = (text = 'It was.', chapters = 3) => foundry.writeBook(fixtureBook(text, chapters), fixtureSource(text))

async function tree(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

describe('paths', () => {
  it('puts everything of a book below its folder', () => {
    const base = join(dir, 'pg98', 'audiobook', 'narrator_001')
    expect(foundry.takesDir('pg98', 'narrator_001')).toBe(join(base, 'chunks', 'takes'))
    expect(foundry.chunkFile('pg98', 'narrator_001', 1, 12, 'flac')).toBe(join(base, 'chunks', 'ch001', '0012.flac'))
    expect(foundry.chaptersDir('pg98', 'narrator_001')).toBe(join(base, 'chapters'))
    expect(foundry.partsDir('pg98', 'narrator_001')).toBe(join(base, 'parts'))
    expect(foundry.deliveryDir('pg98', 'narrator_001')).toBe(join(base, 'delivery'))
    expect(foundry.chapterFile('pg98', 1234)).toBe(join(dir, 'pg98', 'text', 'chapter_1234.json'))
  })

  it.each(['..', '.', '', '../pg98', 'a/b', 'a\\b', 'pg98.part', 'x'.repeat(65)])('refuses the id %j', (id) => {
    expect(() => foundry.bookDir(id)).toThrow('is no id')
    expect(() => foundry.narratorDir('pg98', id)).toThrow('is no id')
  })
})

describe('writing and reading', () => {
  it('keeps the source, the text and the cover and reads them back', async () => {
    const written = await write()
    expect(await tree(join(dir, 'pg98'))).toEqual([
      'images/cover.png',
      'metadata.json',
      'source/tale.txt',
      'text/chapter_001.json',
      'text/chapter_002.json',
      'text/chapter_003.json',
    ])
    expect(await readFile(foundry.sourceFile('pg98', 'tale.txt'), 'utf8')).toBe('It was.')
    expect(await foundry.readMetadata('pg98')).toEqual(written)
    expect(await foundry.readChapter('pg98', 2)).toEqual(fixtureBook('It was.', 3).chapters[1])
    expect(await foundry.findIntact('pg98')).toEqual(written)
  })

  it('replaces a text, drops its surplus chapters and keeps audio and the earlier source', async () => {
    await write('Old text.', 3)
    await writeFile(join(dir, 'pg98', 'source', 'tale.txt.99.part'), 'half')
    const take = join(foundry.imagesDir('pg98'), 'take.flac')
    await writeFile(take, 'audio')
    await write('New text.', 1)
    const files = await tree(join(dir, 'pg98'))
    expect(files.filter((file) => file.startsWith('text'))).toEqual(['text/chapter_001.json'])
    expect(files.filter((file) => file.startsWith('source'))).toEqual([
      expect.stringMatching(/^source\/tale\.[0-9a-f]{8}\.txt$/),
      'source/tale.txt',
    ])
    expect(await readFile(take, 'utf8')).toBe('audio')
    expect((await foundry.readChapter('pg98', 1)).chunks[0]?.text).toBe('New text.')
  })

  it('names a source so that it stays in its folder', async () => {
    const source = { ...fixtureSource('It was.'), name: `..${'é'.repeat(250)}/x.html` }
    const { source: stored } = await foundry.writeBook(fixtureBook('It was.', 1), source)
    expect(stored.name).toMatch(/^\.\.é+\.html$/)
    expect(await readdir(join(dir, 'pg98', 'source'))).toEqual([stored.name])
  })
})

describe('damage', () => {
  it('says that a book is not there', async () => {
    await expect(foundry.readMetadata('pg98')).rejects.toThrow('The foundry has no book pg98. Import its file')
    await write()
    await expect(foundry.readChapter('pg98', 4)).rejects.toThrow('has no chapter 4')
  })

  it.each([
    ['{', "pg98/metadata.json cannot be used: it is not JSON. Import the book's file again"],
    ['[]', 'it has no schemaVersion'],
    ['{"schemaVersion": 2}', 'pg98/metadata.json has version 2, this studio reads up to 1. Update E3 Studio.'],
    ['{"schemaVersion": 1, "bookId": "pg98"}', 'cannot be used: gutenbergId: '],
  ])('names the file and the remedy when the metadata is %s', async (text, message) => {
    await write()
    await writeFile(foundry.metadataFile('pg98'), text)
    await expect(foundry.readMetadata('pg98')).rejects.toThrow(message)
  })

  it('refuses metadata whose source climbs out of the folder', async () => {
    await write()
    const text = await readFile(foundry.metadataFile('pg98'), 'utf8')
    await writeFile(foundry.metadataFile('pg98'), text.replace('"tale.txt"', '"../../etc/passwd"'))
    await expect(foundry.readMetadata('pg98')).rejects.toThrow('cannot be used: source.name')
  })

  it('refuses a chapter that is missing or was changed, and finds the book not intact', async () => {
    await write()
    await writeFile(foundry.chapterFile('pg98', 1), '{}')
    await rm(foundry.chapterFile('pg98', 2))
    await expect(foundry.readChapter('pg98', 1)).rejects.toThrow(
      "pg98/text/chapter_001.json cannot be used: its content was changed. Import the book's file again.",
    )
    await expect(foundry.readChapter('pg98', 2)).rejects.toThrow('chapter_002.json cannot be used: it is missing')
    expect(await foundry.findIntact('pg98')).toBeNull()
  })

  it('never shows a mixture of two texts after a kill, and is whole after the next import', async () => {
    await write('Text 0.', 12)
    for (const linesBeforeKill of [1, 2, 3]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, import.meta.url, dir])
      let lines = 0
      const output = createInterface(child.stdout).on('line', () => {
        if (++lines === linesBeforeKill) child.kill('SIGKILL')
      })
      await once(output, 'close')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      expect(lines).toBeGreaterThanOrEqual(linesBeforeKill)

      const metadata = await foundry.readMetadata('pg98')
      const texts = new Set<string>()
      for (const { index } of metadata.chapters) {
        const text = await foundry.readChapter('pg98', index).then(
          (chapter) => chapter.paragraphs[0]?.text ?? '',
          (error: unknown) => messageOf(error),
        )
        if (!text.includes('its content was changed')) texts.add(text)
      }
      expect(texts.size).toBeLessThanOrEqual(1)

      await write('Text 0.', 12)
      expect(await foundry.findIntact('pg98')).not.toBeNull()
      expect((await tree(dir)).filter((file) => file.endsWith('.part'))).toEqual([])
    }
  })
})

/** Writes the book again and again with another text, a line for each time. */
const WRITER = `
const [base, dir] = process.argv.slice(1)
const { Foundry } = await import(new URL('./foundry.ts', base))
const { fixtureBook, fixtureSource } = await import(new URL('./book-fixture.ts', base))
for (let round = 1; ; round++) {
  console.log(round)
  await new Foundry(dir).writeBook(fixtureBook('Text ' + round + '.', 12), fixtureSource('Text ' + round + '.'))
}
`
