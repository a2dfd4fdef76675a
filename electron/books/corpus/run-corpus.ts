import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readBook } from '../read-book.ts'

const folder = path.resolve(process.argv[2] ?? '')
const out = process.env['OUT'] ?? mkdtempSync(path.join(tmpdir(), 'c-'))
mkdirSync(out, { recursive: true })
for (const id of readdirSync(folder)) {
  const dir = path.join(folder, id)
  if (!/^\d+$/.test(id)) continue
  for (const name of readdirSync(dir)) {
    if (!/\.(txt|html?|epub|zip)$/.test(name)) continue
    if (process.argv[3] && !`${id}__${name}`.includes(process.argv[3])) continue
    try {
      const bytes = readFileSync(path.join(dir, name))
      const t0 = performance.now()
      const book = readBook({ name, bytes })
      const ms = performance.now() - t0
      if (process.env['V']) console.log(id, name, book.title, '|', book.author, book.language, book.gutenbergId, book.translator, book.publicationYear, book.chapters.length, Math.round(ms), 'ms', Math.round(book.words / ms), 'w/ms', book.words)
      writeFileSync(path.join(out, `${id}__${name}.json`), JSON.stringify({ ...book, cover: null, chapters: book.chapters.map((c) => ({ ...c, paragraphs: c.paragraphs.map((p) => p.text), chunks: c.chunks.map((x) => x.text) })) }))
    } catch (e) { console.log('CRASH', id, name, e) }
  }
}
if (existsSync(path.join(folder, 'score.py'))) console.log(execFileSync('python3', [path.join(folder, 'score.py'), out, '--corpus', folder], { encoding: 'utf8' }))
