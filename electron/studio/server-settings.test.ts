import { chmod, cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appFile } from '#electron/config/app-files.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { serverHandlers } from '#electron/ipc/handlers/server.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import type { ServerCard } from '#shared/models/server-card.ts'
import { configEntries } from './config-entries.ts'
import { openStudio } from './open-studio.ts'
import { StudioHost } from './studio-host.ts'

let root = ''
let host: StudioHost
let broadcast: Broadcast
let handlers: ReturnType<typeof serverHandlers>

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-servers-'))
  await cp(appFile('config'), join(root, 'config'), { recursive: true })
  await cp(appFile('workflows'), join(root, 'workflows'), { recursive: true })
  await (await openStudio({ root, processEnv: {}, access: 'write' })).close()
  broadcast = new Broadcast(SILENT_LOGGER)
  const processEnv = { GPU: 'http://me:pw123@127.0.0.1:9' }
  host = new StudioHost({ studio: { root, processEnv }, broadcast, kind: 'browser', version: '1', log: SILENT_LOGGER })
  await host.start()
  const shell = {
    kind: 'browser',
    chooseBooks: () => Promise.resolve([]),
    showFile: () => undefined,
    savePdf: () => Promise.resolve(null),
  } as const
  handlers = serverHandlers({ host, broadcast, shell, studio: () => host.current() })
})
afterEach(async () => {
  await host.close()
  await rm(root, { recursive: true })
})

const file = () => join(root, 'config/global_alpha.yaml')
const names = () =>
  host
    .current()
    .servers.list()
    .map(({ name, status }) => `${name} ${status}`)

/** Resolves with the first card of the server that the windows are told and that will do. */
function told(name: string, willDo: (card: ServerCard) => boolean): Promise<ServerCard> {
  return new Promise((resolve) => {
    const stop = broadcast.subscribe((events) => {
      for (const event of events) {
        if (event.name !== 'server.changed' || event.key !== name || !willDo(event.data)) continue
        stop()
        resolve(event.data)
      }
    })
  })
}

describe('the built-in engine', () => {
  it('has neither an address nor a switch, and says what it runs on', async () => {
    const card = await told('embedded', ({ device }) => device !== null)
    expect(card).toMatchObject({
      url: null,
      kind: 'embedded',
      status: 'ready',
      canChange: false,
      queue: { running: 0 },
    })
    await expect(handlers['server.setEnabled']({ name: 'embedded', enabled: false })).rejects.toMatchObject({
      code: 'server.builtIn',
    })
    await expect(handlers['server.remove']({ name: 'embedded' })).rejects.toMatchObject({ code: 'server.builtIn' })
  })

  it('counts what it has done and remembers what failed', async () => {
    const { database, agent } = host.current()
    const job = (name: string, text: string) => ({
      ...{ configName: name, jobType: 'SPEECH' as const, workflowId: 'T2S_flite_v1', priority: 50, retryLimit: 0 },
      ...{ inputs: { text, voice: 'kal16' }, outputPath: `out/${name}`, productionId: null, metadata: {} },
    })
    const worked = told('embedded', ({ jobsLastHour, lastError }) => jobsLastHour === 2 && lastError !== null)
    database.jobs.enqueue([job('a', 'One.'), job('b', 'Two.'), job('c', '你好')])
    agent.wake()
    expect((await worked).lastError?.message).toMatch(/reads English only/)
  })
})

describe('a server that is added', () => {
  it('is written into the file, works at once, and may be switched off and removed', async () => {
    const before = await readFile(file(), 'utf8')
    const added = await handlers['server.add']({ name: 'cellar', url: 'http://127.0.0.1:9' })
    expect(added).toMatchObject({ name: 'cellar', url: 'http://127.0.0.1:9', kind: 'comfyui', canChange: true })
    expect((await told('cellar', ({ status }) => status === 'down')).reason).not.toBe('')
    await handlers['server.setEnabled']({ name: 'cellar', enabled: false })
    expect(names()).toEqual([expect.stringContaining('embedded'), 'cellar disabled'])
    expect(
      host
        .current()
        .agent.servers()
        .map(({ name }) => name),
    ).toEqual(['embedded'])
    await handlers['server.setEnabled']({ name: 'cellar', enabled: true })
    expect(host.current().agent.servers()).toHaveLength(2)
    await handlers['server.remove']({ name: 'cellar' })
    expect(names()).toHaveLength(1)
    expect(await readFile(file(), 'utf8')).toBe(before)
  })

  it('shows no secret: neither one in its address nor one of the environment that it names', async () => {
    const address = 'http://me:hush@127.0.0.1:9/${PATH}?api_key=hush'
    const added = await handlers['server.add']({ name: '${PATH}', url: address })
    expect(added).toMatchObject({ name: '${PATH}', url: 'http://127.0.0.1:9/$%7BPATH%7D' })
    expect(JSON.stringify(await handlers['server.list']({}))).not.toContain('hush')
    await handlers['server.remove']({ name: '${PATH}' })
  })

  it('keeps its token and headers out of the configuration and out of the window', async () => {
    const added = await handlers['server.add']({
      ...{ name: 'rented', url: 'http://127.0.0.1:9', token: 'hush-hush' },
      ...{ headers: [{ name: 'X-Key', value: 'psst psst' }], labels: ['fast'], weight: 2 },
    })
    expect(added).toMatchObject({ hasToken: true, headerNames: ['X-Key'], labels: ['fast'], weight: 2, slots: null })
    const { root: workspace } = host.current().workspace
    expect(await readFile(join(workspace, '.env'), 'utf8')).toContain('E3_SERVER_RENTED_TOKEN=hush-hush\n')
    expect((await stat(join(workspace, '.env'))).mode & 0o777).toBe(0o600)
    const told = JSON.stringify([await handlers['server.list']({}), configEntries(host.target)])
    expect([await readFile(file(), 'utf8'), told].filter((text) => /hush|psst/.test(text))).toEqual([])
    expect(host.current().workspace.config.comfyui.servers.at(-1)?.headers).toEqual({ 'X-Key': 'psst psst' })
    const changed = await handlers['server.update']({ name: 'rented', changes: { name: 'Rented', token: null } })
    expect(changed).toMatchObject({ name: 'Rented', hasToken: false, headerNames: ['X-Key'] })
    await handlers['server.remove']({ name: 'Rented' })
    expect(await readFile(join(workspace, '.env'), 'utf8')).not.toContain('E3_SERVER')
  })

  it('sends what was kept for one machine to no other', async () => {
    await handlers['server.add']({ name: 'rented', url: 'http://127.0.0.1:9', token: 'hush' })
    const elsewhere = { url: 'http://localhost:9' }
    const refused = { code: 'server.credentialsElsewhere' }
    const test = async (wishes: object) => handlers['server.test']({ name: 'rented', ...wishes })
    await expect(test(elsewhere)).rejects.toMatchObject(refused)
    await expect(test({ ...elsewhere, token: 'new' })).rejects.not.toMatchObject(refused)
    await expect(handlers['server.update']({ name: 'rented', changes: elsewhere })).rejects.toMatchObject(refused)
    const moved = await handlers['server.update']({ name: 'rented', changes: { ...elsewhere, token: 'new' } })
    expect(moved).toMatchObject({ url: 'http://localhost:9', hasToken: true })
  })

  it('needs a name of its own', async () => {
    const twice = handlers['server.add']({ name: 'Embedded', url: 'http://127.0.0.1:9' })
    await expect(twice).rejects.toMatchObject({ code: 'server.exists', data: { field: 'name' } })
    await expect(handlers['server.remove']({ name: 'nobody' })).rejects.toMatchObject({ code: 'server.unknown' })
  })

  it('leaves a variable as it is written, shows no credentials, and keeps the permissions of the file', async () => {
    const own = 'comfyui:\n  servers:\n    - name: gpu\n      url: ${GPU}\n'
    await writeFile(file(), own)
    await chmod(file(), 0o600)
    await host.reopen()
    await handlers['server.add']({ name: 'b', url: 'http://127.0.0.1:9' })
    expect(await readFile(file(), 'utf8')).toBe(`${own}    - name: b\n      url: http://127.0.0.1:9\n`)
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(JSON.stringify(host.current().servers.list())).not.toContain('pw123')
    expect(JSON.stringify(configEntries(host.target))).not.toContain('pw123')
    expect(
      host
        .current()
        .servers.list()
        .map(({ url }) => url),
    ).toContain('http://127.0.0.1:9')
  })

  it('is not written into a file that is broken', async () => {
    const broken = 'comfyui:\n  retry_limit: many\n'
    await writeFile(file(), broken)
    const added = handlers['server.add']({ name: 'b', url: 'http://127.0.0.1:9' })
    await expect(added).rejects.toMatchObject({ code: 'config.invalid' })
    expect(await readFile(file(), 'utf8')).toBe(broken)
    expect(host.status().phase).toBe('open')
  })

  it('is added twice at the same moment without one being lost', async () => {
    const add = (name: string) => handlers['server.add']({ name, url: 'http://127.0.0.1:9' })
    await Promise.all([add('a'), add('b')])
    expect(names()).toHaveLength(3)
  })
})
