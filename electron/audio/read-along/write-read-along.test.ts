import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Zippable } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBook } from '#electron/books/read-book.ts'
import { locateFfmpeg } from '../ffmpeg.ts'
import { timeSentences } from '../subtitles/time-sentences.ts'
import type { ReadAlongContent } from './read-along.ts'
import { chapterOf, makeContent } from './test-read-along.ts'
import { verifyReadAlong } from './verify-read-along.ts'
import { writeReadAlong } from './write-read-along.ts'

const SAMPLE = new URL('../../../foundry/samples/six-fables.html', import.meta.url)

describe('a read-along', () => {
  let dir: string
  let content: ReadAlongContent
  let output: string
  let entries: Record<string, Uint8Array>

  const textOf = (name: string) => strFromU8(entries[`EPUB/${name}`]!)

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'read-along-'))
    content = await makeContent(await locateFfmpeg(), dir)
    output = join(dir, 'book.epub')
    await writeReadAlong({ ...content, output })
    entries = unzipSync(await readFile(output))
  })
  afterAll(() => rm(dir, { recursive: true }))

  it('shows the chapter as it is spoken: heading, fragments, scene break', () => {
    expect(textOf('chapter-0001.xhtml')).toContain(
      [
        '<header id="heading"><h1>Part I</h1> <h2>Salt &amp; &quot;Pepper&quot; &lt;cooked&gt;</h2></header>',
        '<p><span id="s1">“Is 1 &lt; 2 &amp; 3 &gt; 2?”</span><span id="s2">“Yes.”</span></p>',
        '<p><span id="s3">A word of\u{1f600} its own.</span></p>',
        '<hr/>',
        '<p><span id="s4">After the\u00a0break.</span></p>',
        '</section>',
      ].join('\n'),
    )
    expect(textOf('chapter-0001.smil')).toContain(
      '<par id="par-heading"><text src="chapter-0001.xhtml#heading"/><audio src="audio/chapter-0001.m4a" clipBegin="1.600s" clipEnd="2.800s"/></par>',
    )
    expect(textOf('chapter-0002.smil')).toContain('clipBegin="2.200s" clipEnd="2.800s"/></par>\n</seq>')
  })

  it('tells readers and libraries what it is', () => {
    const facts = textOf('package.opf')
    expect(facts).toContain('<meta property="dcterms:modified">2026-01-02T03:04:05Z</meta>')
    expect(facts).toContain('<meta refines="#narrator" property="role" scheme="marc:relators">nrt</meta>')
    expect(facts).toContain('<meta property="media:active-class">-epub-media-overlay-active</meta>')
    expect(facts).toContain('<meta property="schema:accessibilityFeature">synchronizedAudioText</meta>')
  })

  it('is the same bytes for the same content', async () => {
    const again = join(dir, 'again.epub')
    const progress: number[] = []
    await writeReadAlong({ ...content, output: again, onProgress: (value) => progress.push(value) })
    expect((await readFile(again)).equals(await readFile(output))).toBe(true)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBeCloseTo(1, 1)
  })

  it('carries the same chapters and words into another reader', async () => {
    const source = readBook({ name: 'six-fables.html', bytes: await readFile(SAMPLE) })
    const { audioFile } = content.chapters[0]!
    const chapters = source.chapters.map(({ index, title, part, hasInventedTitle, chunks }) => {
      const passages = chunks.map(({ text, ending, source }, place) => ({
        ...{ chapterIndex: index, chunkIndex: place, role: 'text' as const, ending, text, source, key: '', file: '' },
        ...{ startMs: place * 1000, endMs: place * 1000 + 900 },
      }))
      const durationMs = chunks.length * 1000
      const sentences = timeSentences({ index, title, durationMs, passages }, [], 'en')
      return chapterOf(sentences, { title, part, hasInventedTitle, audioFile, durationMs })
    })
    const file = join(dir, 'fables.epub')
    await writeReadAlong({ book: { ...content.book, title: source.title }, coverFile: null, chapters, output: file })
    const book = readBook({ name: 'fables.epub', bytes: await readFile(file) })
    const shape = ({ title, paragraphs }: (typeof book.chapters)[number]) => [title, paragraphs.map(({ text }) => text)]
    expect(book.title).toBe(source.title)
    expect(book.chapters.map(shape)).toEqual(source.chapters.map(shape))
  })

  it('leaves nothing behind when it is stopped or its sound is missing', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(writeReadAlong({ ...content, output: join(dir, 'x.epub'), signal: stopped })).rejects.toThrow(
      'stopped',
    )
    const chapters = content.chapters.map((chapter) => ({ ...chapter, audioFile: join(dir, 'gone.m4a') }))
    await expect(writeReadAlong({ ...content, chapters, output: join(dir, 'x.epub') })).rejects.toMatchObject({
      code: 'media.unreadable',
    })
    expect((await readdir(dir)).filter((name) => name.startsWith('x.epub'))).toEqual([])
  })

  describe('that is read back', () => {
    const replace = (name: string, from: string, to: string) => (files: Record<string, Uint8Array>) => {
      const before = strFromU8(files[`EPUB/${name}`]!)
      expect(before).toContain(from)
      files[`EPUB/${name}`] = strToU8(before.replace(from, to))
    }
    const remove = (name: string) => (files: Record<string, Uint8Array>) => {
      expect(Reflect.deleteProperty(files, `EPUB/${name}`)).toBe(true)
    }

    const moveTypeBack = (files: Record<string, Uint8Array>) => {
      const type = files['mimetype']!
      Reflect.deleteProperty(files, 'mimetype')
      files['mimetype'] = type
    }

    it.each([
      ['its type is not its first entry', moveTypeBack, 'begin with its type'],
      ['an overlay is missing', remove('chapter-0002.smil'), 'chapter-0002.smil is missing'],
      ['a sound is missing', remove('audio/chapter-0001.m4a'), 'chapter-0001.m4a is missing'],
      ['a page is not well-formed', replace('chapter-0001.xhtml', '</span></p>', '</p>'), 'line 12'],
      ['a word is another', replace('chapter-0001.xhtml', 'word', 'ward'), '"ward" in place of "word"'],
      ['two words are joined', replace('chapter-0002.xhtml', '</span> <span', '</span><span'), '"endcomes."'],
      ['a word is added', replace('chapter-0002.xhtml', '</section>', 'Fin</section>'), 'more than the chapter'],
      ['a heading is another', replace('chapter-0002.xhtml', '>Two</h2>', '>Three</h2>'), 'heading'],
      ['a fragment is not there', replace('chapter-0001.smil', '#s3', '#s9'), 'the text of "s9"'],
      ['fragments change places', replace('chapter-0001.smil', '#s1', '#s2'), 'order'],
      ['a clip runs backwards', replace('chapter-0001.smil', '3.400s', '2.700s'), 'runs from'],
      ['clips overlap', replace('chapter-0001.smil', 'clipEnd="3.400s"', 'clipEnd="3.500s"'), 'runs from'],
      ['a clip leaves the sound', replace('chapter-0001.smil', 'clipEnd="7.', 'clipEnd="17.'), 'behind the sound'],
      [
        'a sentence is not highlighted',
        replace('chapter-0001.smil', '#s1', '#chapter'),
        '"s1" in EPUB/chapter-0001.xhtml has no clip',
      ],
      ['a duration is wrong', replace('package.opf', '>0:00:', '>0:01:'), 'lasts'],
      ['no style highlights', replace('book.css', 'media-overlay-active', 'media-overlay'), 'no style'],
      ['the contents lack a chapter', replace('nav.xhtml', '>Two<', '>Too<'), '"Two" is not in the contents'],
      [
        'a file is not listed',
        (files: Record<string, Uint8Array>) => void (files['EPUB/x.css'] = strToU8('')),
        'not listed',
      ],
    ])('is refused when %s', async (_, change, reason) => {
      const files = { ...entries }
      change(files)
      const file = join(dir, 'changed.epub')
      const packed: Zippable = {}
      for (const [name, bytes] of Object.entries(files)) packed[name] = [bytes, { level: 0, mtime: '2000-01-01' }]
      await writeFile(file, zipSync(packed))
      await expect(verifyReadAlong(file, content)).rejects.toThrow(reason)
    })

    it('is refused when a byte of its sound has changed', async () => {
      const file = join(dir, 'damaged.epub')
      const bytes = await readFile(output)
      const sound = Buffer.from(entries['EPUB/audio/chapter-0001.m4a']!)
      await writeFile(file, bytes)
      const handle = await open(file, 'r+')
      await handle.write(Buffer.from([~sound[5000]!]), 0, 1, bytes.indexOf(sound) + 5000)
      await handle.close()
      await expect(verifyReadAlong(file, content)).rejects.toThrow('chapter-0001.m4a is damaged')
    })

    it('is refused when it is cut', async () => {
      const file = join(dir, 'cut.epub')
      await writeFile(file, (await readFile(output)).subarray(0, -500))
      await expect(verifyReadAlong(file, content)).rejects.toMatchObject({ code: 'media.fileIncomplete' })
    })
  })
})
