import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlastRadius, ReleaseReport } from '#shared/models/release.ts'
import { e3, e3Json } from '../e3-process.ts'

let root: string
let bookId: string

/** A produced book, and an outlet of one's own whose limit no voice keeps. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-release-'))
  await e3Json(['init'], root)
  const { narrators } = await e3Json<{ narrators: { narratorId: string; voice: string }[] }>(['narrators'], root)
  const text = '<h2>CHAPTER I</h2><p>The river ran on through the night. Nobody saw the boat.</p>'
  const book = join(root, 'book.html')
  await writeFile(book, `<html lang="en"><body><h1>The Night Boat</h1><p>by Ann Lee</p>${text}</body></html>`)
  const narrator = narrators.find(({ voice }) => voice === 'kal16')?.narratorId ?? ''
  ;({ bookId } = await e3Json<{ bookId: string }>(['produce', book, '--narrator', narrator, '--formats', 'm4b'], root))
  const limits = { measures: { noise_floor_dbfs: { max: -120 } } }
  const profiles = { quiet: { extends: 'listener', name: 'The quiet shop', limits } }
  await writeFile(join(root, 'config/profiles.yaml'), JSON.stringify({ profiles }))
})
afterAll(() => rm(root, { recursive: true, force: true }))

interface Document {
  productionId: number
  bookId: string
  releases: {
    profile: string
    verdict: string
    failedChecks: number
    folder: string
    policy: { light: string }
    files: { kind: string; path: string; bytes: number }[]
    report: ReleaseReport
  }[]
}

test('builds what outlets ask for, and says where it lies and what was measured', async () => {
  const before = await e3Json<{ plans: (BlastRadius & { profile: string })[] }>(
    ['release', bookId, '--profile', 'listener,acx', '--plan'],
    root,
  )
  // What the production has encoded does for the Listener; every piece of the other sounds otherwise.
  expect(before.plans).toMatchObject([
    { profile: 'listener', chapters: 0, passages: 0, filesKept: 0 },
    { profile: 'acx', passages: 0, filesKept: 0 },
  ])

  const pieces = before.plans[1]?.files.filter(({ kind }) => kind === 'mp3').length
  expect(before.plans[1]?.chapters).toBe(pieces)

  const made = await e3Json<Document>(['release', bookId, '--profile', 'listener', '--profile', 'acx'], root)
  expect(made.bookId).toBe(bookId)
  expect(made.releases).toMatchObject([
    { profile: 'listener', verdict: 'pass', failedChecks: 0, policy: { light: 'green' } },
    { profile: 'acx', verdict: 'pass', failedChecks: 0, policy: { light: 'red' } },
  ])
  for (const { folder, files, report } of made.releases) {
    expect(report.verdict).toBe('pass')
    expect(files.length).toBeGreaterThan(1)
    for (const { path } of files) {
      expect(path.startsWith(`${folder}/`)).toBe(true)
      await access(join(root, path))
    }
  }

  const after = await e3(['release', bookId, '--profile', 'listener', '--plan'], root)
  expect(after).toMatchObject({ code: 0, stdout: 'listener: nothing to make, 1 file as they should be\n' })
})

test('ends with 1 when a release is red, and still says all of it', async () => {
  const { code, stdout, stderr } = await e3(['release', bookId, '--profile', 'quiet', '--json'], root)
  expect(code).toBe(1)
  const document = JSON.parse(stdout) as Document & { error: { code: string; message: string } }
  expect(document.error).toMatchObject({ code: 'gate.red' })
  expect(document.error.message).toMatch(/^The quiet shop: \d checks? failed\.$/)
  expect(document.releases[0]).toMatchObject({ profile: 'quiet', verdict: 'fail' })
  expect(stderr).toContain('failed')
})

test('tells a mistyped outlet and a book without production before it does anything', async () => {
  const typo = await e3(['release', bookId, '--profile', 'axc'], root)
  expect(typo.code).not.toBe(0)
  expect(typo.stderr).toContain('Did you mean acx?')
  const other = await e3(['release', bookId, '--profile', 'acx', '--narrator', 'narrator_999'], root)
  expect(other.stderr).toContain(`e3 produce ${bookId} --narrator narrator_999`)
})
