import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWorkspace } from '#electron/config/workspace.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { startServers } from './start-servers.ts'

let root: string
const disposers: (() => void | Promise<void>)[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-servers-'))
  await mkdir(join(root, 'config'))
})
afterEach(async () => {
  for (const dispose of disposers.splice(0)) await dispose()
  await rm(root, { recursive: true })
})

async function start(list: string) {
  await writeFile(join(root, 'config/global.yaml'), `comfyui:\n  servers: ${list}\n`)
  return startServers(openWorkspace({ root, processEnv: {} }), SILENT_LOGGER, (dispose) => disposers.push(dispose))
}

test('draws covers beside a real server that is the only one named', async () => {
  const [real, engine] = await start('[{ name: cellar, url: "http://127.0.0.1:9" }]')
  expect(real).toEqual({ name: 'cellar', url: 'http://127.0.0.1:9', slots: 1 })
  expect(engine?.reservedFor).toContain('CoverArt')
  const answer = await fetch(`${engine?.url ?? ''}/object_info/CoverArt`)
  expect(await answer.json()).toHaveProperty('CoverArt')
})

test('takes any work when it is the only server', async () => {
  const servers = await start('[{ name: embedded, url: embedded, slots: 1 }]')
  expect(servers).toMatchObject([{ name: 'embedded', slots: 1 }])
  expect(servers[0]).not.toHaveProperty('reservedFor')
})
