import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentSecurityPolicy, rendererFiles } from './renderer-page.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-page-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('knows each file that the build made by its address and type, and follows no link out of the folder', async () => {
  await mkdir(join(dir, 'assets'))
  await writeFile(join(dir, 'index.html'), '<!doctype html>')
  await writeFile(join(dir, 'assets', 'a.js'), 'let a')
  await symlink('/etc/passwd', join(dir, 'assets', 'b.js'))
  const files = rendererFiles(dir)
  expect([...files.keys()].sort()).toEqual(['/assets/a.js', '/index.html'])
  expect(files.get('/assets/a.js')?.mediaType).toMatch(/^text\/javascript/)
})

test.each(['', 'not-there'])('says what to do when there is no page (%j)', (name) => {
  expect(() => rendererFiles(join(dir, name))).toThrow(/npm run build/)
})

test('allows scripts and connections only to the studio itself', () => {
  const policy = contentSecurityPolicy({ media: 'studio-media:' })
  expect(policy).toContain("default-src 'none'; script-src 'self';")
  expect(policy).toContain("media-src 'self' blob: studio-media:;")
  expect(policy).toContain("connect-src 'self';")
  expect(contentSecurityPolicy({ media: "'self'" })).toContain("media-src 'self' blob:;")
})
