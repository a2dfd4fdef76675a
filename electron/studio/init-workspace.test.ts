import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openWorkspace } from '#electron/config/workspace.ts'
import { openDatabase } from '#electron/database/open-database.ts'
import { runSql } from '#electron/database/test-sql.ts'
import { FLITE_VOICES } from '#electron/engine/flite-voices.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import { checkHealth, freeSpace, type HealthProbes } from './health.ts'
import { initWorkspace } from './init-workspace.ts'

const bundledDir = fileURLToPath(new URL('../..', import.meta.url))
let base = ''
let root = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'e3-init-'))
  root = join(base, 'E3 Studio')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const recordSample = (narrator: Narrator, path: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, narrator.name)
  return Promise.resolve()
}
const init = () => initWorkspace({ root, bundledDir, processEnv: {}, recordSample })
const narratorsOf = (env: string) => {
  const database = openDatabase(openWorkspace({ root, env, processEnv: {} }).databaseFile, { access: 'read' })
  const narrators = database.narrators.list()
  database.close()
  return narrators
}

describe('initWorkspace', () => {
  it('says where a workspace cannot be, with the remedy', async () => {
    writeFileSync(root, 'a file')
    await expect(init()).rejects.toMatchObject({
      code: 'workspace.unwritable',
      message: expect.stringMatching(/There can be no workspace in .*E3 Studio \(E.*--workspace DIR/) as string,
    })
  })

  it('makes a usable workspace of a folder that is not there', async () => {
    const { made, kept } = await init()
    expect(kept).toEqual([])
    expect(made).toEqual(
      expect.arrayContaining([
        'config/global.yaml',
        'config/workflows.yaml',
        '.env.example',
        'workflows/T2S_flite_v1.json',
        'logs/',
        'foundry/alpha/',
        'comfyui_jobs/processing/3d/',
        'comfyui_jobs/finished/speech/',
        'database/alpha_e3_agent.db',
        'database/e3_agent.db',
        'foundry/narrators/narrator_001.flac',
      ]),
    )
    for (const path of made) expect(existsSync(join(root, path))).toBe(true)
    expect(readFileSync(join(root, 'config/global.yaml'))).toEqual(readFileSync(join(bundledDir, 'config/global.yaml')))
    expect(readdirSync(join(root, 'foundry', 'samples')).length).toBeGreaterThanOrEqual(2)
    expect(openWorkspace({ root, processEnv: {} }).warnings).toEqual([])
  })

  it('gives every voice of the engine an active narrator with a sample, in both environments', async () => {
    await init()
    for (const env of ['alpha', 'prod']) {
      const narrators = narratorsOf(env)
      expect(narrators.map(({ narratorId }) => narratorId)).toEqual([
        'narrator_001',
        'narrator_002',
        'narrator_003',
        'narrator_004',
      ])
      expect(narrators.map(({ parameters }) => parameters.voice)).toEqual(FLITE_VOICES.map(({ voice }) => voice))
      expect(new Set(narrators.map(({ name }) => name)).size).toBe(4)
      for (const { active, gender, description, voiceSamplePath } of narrators) {
        expect([active, Boolean(gender), Boolean(description)]).toEqual([true, true, true])
        expect(existsSync(join(root, voiceSamplePath!))).toBe(true)
      }
    }
  })

  it('changes nothing when it is repeated, whatever the producer has edited', async () => {
    await init()
    writeFileSync(join(root, 'config/global_alpha.yaml'), '# mine\n')
    const database = openDatabase(openWorkspace({ root, processEnv: {} }).databaseFile, { access: 'write' })
    database.narrators.upsert({ ...database.narrators.get('narrator_001')!, name: 'Mine', active: false })
    database.close()
    const again = await init()
    expect(again.made).toEqual([])
    expect(again.kept).toContain('config/global_alpha.yaml')
    expect(readFileSync(join(root, 'config/global_alpha.yaml'), 'utf8')).toBe('# mine\n')
    expect(narratorsOf('alpha')[0]).toMatchObject({ name: 'Mine', active: false })
    expect(narratorsOf('alpha')).toHaveLength(4)
    expect(existsSync(join(root, 'database', 'backups'))).toBe(false)
  })

  it('finishes what was interrupted', async () => {
    await init()
    rmSync(join(root, 'config/workflows.yaml'))
    rmSync(join(root, 'database/e3_agent.db'))
    rmSync(join(root, 'foundry/narrators/narrator_003.flac'))
    expect((await init()).made).toEqual([
      'config/workflows.yaml',
      'foundry/narrators/narrator_003.flac',
      'database/e3_agent.db',
    ])
  })

  it('adopts the database of an older installation and gives new narrators the ids that are free', async () => {
    mkdirSync(join(root, 'database'), { recursive: true })
    runSql(
      join(root, 'database', 'alpha_e3_agent.db'),
      `CREATE TABLE narrators (narrator_id TEXT PRIMARY KEY, narrator_name TEXT, voice_model TEXT, voice_sample_path TEXT);
      INSERT INTO narrators VALUES ('narrator_002', 'Old Bo', 'vibevoice', '/home/bo/bo.wav')`,
    )
    await init()
    expect(narratorsOf('alpha').map(({ narratorId, voiceModel }) => [narratorId, voiceModel])).toEqual([
      ['narrator_001', 'T2S_flite_v1'],
      ['narrator_002', 'vibevoice'],
      ['narrator_003', 'T2S_flite_v1'],
      ['narrator_004', 'T2S_flite_v1'],
      ['narrator_005', 'T2S_flite_v1'],
    ])
    expect(readdirSync(join(root, 'database', 'backups'))).toHaveLength(1)
  })

  it('says what is wrong with a configuration that it finds', async () => {
    mkdirSync(join(root, 'config'), { recursive: true })
    writeFileSync(join(root, 'config', 'global.yaml'), 'media:\n  aac_kbps: 1\n')
    await expect(init()).rejects.toThrow('config/global.yaml:2: media.aac_kbps is 1')
  })
})

describe('checkHealth', () => {
  const probes: HealthProbes = {
    locateFfmpeg: () => Promise.resolve({ version: '7.1', ffmpeg: '/usr/bin/ffmpeg' }),
    probeServer: ({ url }) =>
      url === 'embedded' ? Promise.resolve('built in') : Promise.reject(new Error(`${url} does not answer`)),
    listWorkflows: () => [
      { workflowId: 'good', description: 'Speaks', problems: [] },
      { workflowId: 'bad', description: '', problems: ['no template', 'no inputs'] },
    ],
  }
  const health = (env?: string) => checkHealth({ root, env, processEnv: {} }, probes)
  const states = async (env?: string) =>
    (await health(env)).map(({ area, name, state, detail }) => [area, name, state, area === 'foundry' ? '' : detail])

  it('goes through everything in a workspace that is in order', async () => {
    await init()
    expect(await states('prod')).toEqual([
      ['config', 'prod', 'ok', `${root}, Production`],
      ['config', 'alpha', 'ok', 'can be switched to'],
      ['database', 'database/e3_agent.db', 'ok', 'sound, every reference holds'],
      ['database', 'migrations', 'ok', expect.stringMatching(/^\d applied, none pending$/)],
      [
        'database',
        'pragmas',
        'ok',
        'journal_mode wal, synchronous 1, foreign_keys 1, cache_size 10000, wal_autocheckpoint 1000, busy_timeout 5000',
      ],
      ['foundry', 'foundry', expect.any(String), ''],
      ['ffmpeg', 'ffmpeg', 'ok', '7.1, /usr/bin/ffmpeg'],
      ['server', 'comfyui', 'failed', 'http://127.0.0.1:8188 does not answer'],
      ['server', 'embedded', 'ok', 'built in'],
      ['workflow', 'good', 'ok', 'Speaks'],
      ['workflow', 'bad', 'failed', 'no template; no inputs'],
    ])
  })

  it('tells every problem of a configuration, and goes on with what needs none', async () => {
    await init()
    writeFileSync(join(root, 'config/global_alpha.yaml'), 'media:\n  aac_kbps: 1\n  mp3_kbps: 1\nlegacy: 1\n')
    const rows = await states('alpha')
    expect(rows.slice(0, 2).map(([, , state, detail]) => `${String(state)} ${String(detail)}`)).toEqual([
      expect.stringMatching(/^failed config\/global_alpha.yaml:2: media.aac_kbps is 1/),
      expect.stringMatching(/^failed config\/global_alpha.yaml:3: media.mp3_kbps is 1/),
    ])
    expect(rows.some(([area]) => area === 'database')).toBe(false)
    expect(rows.some(([area]) => area === 'ffmpeg')).toBe(true)
    expect((await health('prod')).filter(({ name }) => name === 'alpha').map(({ state }) => state)).toEqual([
      'warning',
      'warning',
    ])
  })

  it('says what to do about a workspace, database or foundry that is not there, and makes none', async () => {
    expect((await health()).find(({ area }) => area === 'config')?.detail).toContain('e3 init')
    mkdirSync(root)
    const rows = await health()
    expect(rows.find(({ area }) => area === 'database')?.detail).toContain('e3 init')
    expect(rows.find(({ area }) => area === 'foundry')).toMatchObject({ state: 'failed' })
    expect(readdirSync(root)).toEqual([])
  })

  it('finds damage, broken references and an older database without touching them', async () => {
    await init()
    const file = join(root, 'database/alpha_e3_agent.db')
    runSql(file, `INSERT INTO audiobook_production (book_id, narrator_id) VALUES ('gone', 'narrator_001')`)
    expect((await health()).find(({ name }) => name.endsWith('.db'))).toMatchObject({
      state: 'warning',
      detail: '1 rows refer to rows that are gone',
    })
    writeFileSync(file, 'not a database at all, but long enough to look like one for a moment'.repeat(30))
    expect((await health()).find(({ area }) => area === 'database')).toMatchObject({ state: 'failed' })
    rmSync(file)
    runSql(file, 'CREATE TABLE titles (book_id TEXT)')
    const before = readFileSync(file)
    const migrations = (await health()).find(({ name }) => name === 'migrations')
    expect(migrations).toMatchObject({ state: 'warning', detail: 'a database of the Python E3' })
    expect(readFileSync(file)).toEqual(before)
  })

  it.each([
    [6e9, 'ok'],
    [4e9, 'warning'],
    [1e8, 'failed'],
  ])('judges %d free bytes as %s', (bytes, state) => {
    expect(freeSpace(bytes).state).toBe(state)
  })
})
