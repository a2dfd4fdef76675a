import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openWorkspace } from './workspace.ts'

let base = ''
let root = ''
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'e3-workspace-')))
  root = join(base, 'studio')
  mkdirSync(join(root, 'config'), { recursive: true })
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const open = (env?: string, processEnv: NodeJS.ProcessEnv = {}) => openWorkspace({ root, env, processEnv })
const coded = (code: string) => expect.objectContaining({ code }) as unknown

describe('openWorkspace', () => {
  it('finds the files of each environment', () => {
    expect(open()).toMatchObject({
      env: 'alpha',
      databaseFile: join(root, 'database', 'alpha_e3_agent.db'),
      logFile: join(root, 'logs', 'e3_alpha.log'),
      foundryDir: join(root, 'foundry', 'alpha'),
    })
    expect(open('prod')).toMatchObject({
      env: 'prod',
      databaseFile: join(root, 'database', 'e3_agent.db'),
      logFile: join(root, 'logs', 'e3_prod.log'),
      foundryDir: join(root, 'foundry'),
    })
  })

  it('takes the environment asked for before E3_ENV, and that before .env', () => {
    writeFileSync(join(root, '.env'), 'E3_ENV=prod\n')
    expect(open().env).toBe('prod')
    expect(open(undefined, { E3_ENV: 'alpha' }).env).toBe('alpha')
    expect(open('prod', { E3_ENV: 'alpha' }).env).toBe('prod')
  })

  it('refuses an environment that there is not and says which there are', () => {
    expect(() => open('beta')).toThrow('There is no environment "beta" (asked for). Allowed: alpha or prod.')
    expect(() => open(undefined, { E3_ENV: 'production' })).toThrow('"production" (E3_ENV)')
  })

  it('takes the folder from E3_WORKSPACE unless one is given', () => {
    expect(openWorkspace({ processEnv: { E3_WORKSPACE: root } }).root).toBe(root)
    expect(openWorkspace({ root, processEnv: { E3_WORKSPACE: '/elsewhere' } }).root).toBe(root)
  })

  it('says how to make a workspace that does not exist', () => {
    expect(() => openWorkspace({ root: join(base, 'none'), processEnv: {} })).toThrow('e3 init --workspace')
  })

  it('refuses a foundry outside the workspace', () => {
    writeFileSync(join(root, 'config', 'global.yaml'), 'paths: {foundry: ../books}')
    expect(() => open()).toThrow(coded('workspace.outside'))
  })

  it('allows a database anywhere', () => {
    const file = join(base, 'shared.db')
    writeFileSync(join(root, 'config', 'global.yaml'), `databases: {main: ${JSON.stringify(file)}}`)
    expect(open().databaseFile).toBe(file)
  })
})

describe('Workspace.resolve', () => {
  it('gives absolute paths and takes them back with forward slashes', () => {
    const path = open().resolve('foundry/alpha/pg98/a.flac')
    expect(path).toBe(join(root, 'foundry', 'alpha', 'pg98', 'a.flac'))
    expect(open().relative(path)).toBe('foundry/alpha/pg98/a.flac')
  })

  it.each(['../x', 'foundry/../../x', '/etc/passwd', 'a\0b', '..'])('refuses %j', (path) => {
    expect(() => open().resolve(path)).toThrow(coded('workspace.outside'))
  })

  it.each(['..x/y', 'a/..b', '.', 'foundry/..'])('takes %j, which stays inside', (path) => {
    expect(open().resolve(path)).toBe(join(root, path))
  })

  it('refuses a link that leads out, to a place that exists, that does not yet, or that never will', () => {
    mkdirSync(join(root, 'foundry', 'alpha'), { recursive: true })
    symlinkSync(base, join(root, 'foundry', 'alpha', 'out'))
    symlinkSync(join(base, 'nowhere'), join(root, 'foundry', 'alpha', 'dangling'))
    for (const path of [
      'foundry/alpha/out/studio2/x',
      'foundry/alpha/out',
      'foundry/alpha/dangling',
      'foundry/alpha/dangling/x',
    ]) {
      expect(() => open().resolve(path)).toThrow(coded('workspace.outside'))
    }
  })

  it('follows the link of a foundry that lies on another disk', () => {
    mkdirSync(join(base, 'disk', 'alpha'), { recursive: true })
    symlinkSync(join(base, 'disk'), join(root, 'foundry'))
    expect(open().resolve('foundry/alpha/pg98/x')).toBe(join(root, 'foundry/alpha/pg98/x'))
  })

  it('works in a workspace that is itself reached through a link', () => {
    symlinkSync(root, join(base, 'link'))
    const workspace = openWorkspace({ root: join(base, 'link'), processEnv: {} })
    expect(workspace.relative(workspace.resolve('logs/x'))).toBe('logs/x')
  })
})
