import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorkspace } from '#electron/config/workspace.ts'
import { JobPlaces } from './job-places.ts'

let root: string
let places: JobPlaces

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-places-'))
  for (const dir of ['config', 'data', 'foundry/pg98', 'foundry/narrators']) {
    await mkdir(join(root, dir), { recursive: true })
  }
  await writeFile(join(root, 'config/global_alpha.yaml'), 'databases: { main: data/books.db }\n')
  await writeFile(join(root, 'foundry/pg98/metadata.json'), '{}')
  await writeFile(join(root, 'data/file'), '')
  await symlink(join(root, 'config'), join(root, 'settings'))
  await symlink(tmpdir(), join(root, 'elsewhere'))
  places = new JobPlaces(openWorkspace({ root, env: 'alpha', processEnv: {} }))
})
afterAll(() => rm(root, { recursive: true }))

test.each(['../b', '/etc/passwd', 'a/../../b', '.', '', ' ', 'a\0b', 'elsewhere/b'])(
  'gives jobs no place outside the workspace: %j',
  (path) => {
    expect(() => places.output(path)).toThrow('is not inside the workspace')
    expect(() => places.input(path)).toThrow('is not inside the workspace')
  },
)

test.each([
  'config/global.yaml',
  'out/../config/global.yaml',
  'CONFIG/global.yaml',
  'config. /global.yaml',
  'settings/global.yaml',
  'workflows/cover.json',
  'database/e3_agent.db',
  'data/books.db-wal',
  'logs/e3_alpha.log',
  '.env',
  'foundry/.trash/pg98/a.flac',
])('lets no job read or write what the studio keeps for itself: %s', (path) => {
  expect(() => places.output(path)).toThrow(/holds files of the studio itself, which no job may write/)
  expect(() => places.input(path)).toThrow(/holds files of the studio itself, which no job may read/)
})

test.each(['comfyui_jobs/processing/speech/SPEECH_x_1_y.yaml', 'comfyui_jobs/processing/a.YML. '])(
  'lets no job make jobs of its output: %s',
  (path) => {
    expect(() => places.output(path)).toThrow('would be a job file')
    expect(places.output(path.replace('processing', 'finished'))).toContain('finished')
  },
)

test.each([
  'foundry/pg98/source/98-h.htm',
  'foundry/pg98/Text/chapter_001.json',
  'foundry/pg98/metadata.json',
  'foundry/pg98/metadata.json::$DATA',
  'foundry/narrators/narrator_001.flac',
])('lets jobs read, but not write, what cannot be rendered again: %s', (path) => {
  expect(() => places.output(path)).toThrow('which no job may write')
  expect(places.input(path)).toBe(join(root, path))
})

test.each([
  'a/../b',
  'comfyui_jobs/finished/speech/line',
  'foundry/pg98/images/cover',
  'foundry/pg98/audiobook/narrator_001/chunks/takes/0a',
  'source/text.png',
  'data/pictures/metadata.json',
  // The disk refuses these when something is written.
  'data/file/a.flac',
  `long/${'x'.repeat(300)}`,
])('gives jobs every other place of the workspace: %s', (path) => {
  expect(places.output(path)).toBe(join(root, path))
})
