import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appFile } from '#electron/config/app-files.ts'
import { configEntries } from './config-entries.ts'
import { healthInBackground } from './health-in-background.ts'
import { openStudio } from './open-studio.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-settings-'))
  await cp(appFile('config'), join(root, 'config'), { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

describe('configEntries', () => {
  it('tells each value with the layer that it comes from, and no credentials', async () => {
    const own = 'comfyui:\n  retry_limit: ${TRIES}\n  servers:\n    - { name: gpu, url: "${GPU}", slots: 2 }\n'
    await writeFile(join(root, 'config/global_alpha.yaml'), own)
    const processEnv = { TRIES: '4', GPU: 'https://me:pw123@gpu/x?token=tt99' }
    const entries = configEntries({ root, env: 'alpha', processEnv })
    expect(entries).toContainEqual({
      key: 'comfyui.retry_limit',
      value: '4',
      source: 'config/global_alpha.yaml (TRIES)',
    })
    expect(entries).toContainEqual({ key: 'audiobook.output_format', value: 'm4b, mp3', source: 'config/global.yaml' })
    expect(entries).toContainEqual({ key: 'logging.file', value: 'logs/e3_alpha.log', source: 'default' })
    const servers = entries.find(({ key }) => key === 'comfyui.servers')?.value
    expect(servers).toMatch(/^gpu: https:.*, slots 2$/)
    expect(JSON.stringify(entries)).not.toMatch(/pw123|tt99/)
  })
})

describe('healthInBackground', () => {
  it('leaves the calling thread alone and finds what healthOf finds', async () => {
    await cp(appFile('workflows'), join(root, 'workflows'), { recursive: true })
    await (await openStudio({ root, processEnv: {}, access: 'write' })).close()
    const rows = await healthInBackground({ root, env: 'alpha', processEnv: { PATH: process.env['PATH'] } })
    const states = Object.fromEntries(rows.map(({ area, name, state }) => [`${area} ${name}`, state]))
    expect(states).toMatchObject({ 'config alpha': 'ok', 'database migrations': 'ok', 'workflow T2S_flite_v1': 'ok' })
  })

  it('works where nothing can be opened, and names no command in a remedy', async () => {
    await writeFile(join(root, 'config/global_alpha.yaml'), 'comfyui: 5\n')
    const rows = await healthInBackground({ root, env: 'alpha', processEnv: {} })
    expect(rows).toContainEqual(expect.objectContaining({ area: 'config', state: 'failed' }))
    expect(rows.map(({ remedy }) => remedy ?? '').join('')).not.toContain('e3 ')
  })
})
