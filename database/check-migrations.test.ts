import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))
const cache = join(here, '..', 'node_modules', '.cache')
let folder = ''
beforeAll(() => {
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'e3-schema-'))
  cpSync(join(here, 'schema.ts'), join(folder, 'schema.ts'))
  cpSync(join(here, 'migrations'), join(folder, 'migrations'), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const check = () => {
  const args = ['--disable-warning=ExperimentalWarning', join(here, 'check-migrations.ts'), folder]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status, stdout }
}
const edit = (file: string, from: string, to: string) => {
  const path = join(folder, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
}

describe('npm run migrations:check', () => {
  it('notices a column without a migration', () => {
    edit('schema.ts', `gender: text('gender'),`, `gender: text('gender'), accent: text('accent'),`)
    expect(check()).toMatchObject({ status: 1, stdout: expect.stringContaining('needs a migration') as string })
  })

  it('notices a damaged snapshot', () => {
    edit('migrations/meta/0000_snapshot.json', '"version"', '"verzion"')
    expect(check().status).toBe(1)
  })
})
