import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { APP_DIR } from '#electron/config/app-files.ts'
import { startEngine } from '#electron/engine/engine.ts'
import { tryServer } from './try-server.ts'
import { loadWorkflows } from './workflow-registry.ts'

const workflows = loadWorkflows(APP_DIR)
const ask = (url: string, deadlineMs = 20_000) => tryServer({ url }, { workflows, deadlineMs })
const doors: Server[] = []
afterEach(() => {
  for (const door of doors.splice(0)) {
    door.closeAllConnections()
    door.close()
  }
})

/** A server that answers every request alike, or never. */
async function listen(answer: ((authorization: string | undefined) => [number, string]) | null): Promise<string> {
  const door = createServer((request, response) => {
    if (answer === null) return
    const [status, text] = answer(request.headers.authorization)
    response.writeHead(status).end(text)
  })
  doors.push(door)
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(door.address() as AddressInfo).port}`
}

test('names what each workflow lacks on a server', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'e3-try-'))
  const engine = await startEngine({ dataDir, workers: 0 })
  const { version, device, workflows: found } = await ask(engine.url)
  await engine.close()
  await rm(dataDir, { recursive: true })
  expect(version).toMatch(/^0\.3/)
  expect(device?.memoryTotalBytes).toBeGreaterThan(0)
  const missing = Object.fromEntries(found.map((workflow) => [workflow.workflowId, workflow.missing]))
  expect(missing).toMatchObject({ T2S_flite_v1: [], T2S_kokoro_v1: [{ kind: 'node', name: 'Kokoro TextToSpeech' }] })
})

test('sends the credentials of an address and says when they are refused', async () => {
  const seen: (string | undefined)[] = []
  const url = await listen((authorization) => {
    seen.push(authorization)
    return [401, 'Who are you?']
  })
  const refused = await ask(url.replace('//', '//me:p%40ss@')).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'server.forbidden' })
  expect(String(refused)).not.toContain('p@ss')
  expect(seen[0]).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
})

test('asks with the token and the headers of the address, and tells an address that is none', async () => {
  const seen: (string | undefined)[] = []
  const url = await listen((authorization) => {
    seen.push(authorization)
    return [403, '']
  })
  const asking = tryServer({ url, bearer: 'sesame', headers: { 'x-team': 'studio' } }, { workflows, deadlineMs: 5000 })
  await expect(asking).rejects.toMatchObject({ code: 'server.forbidden' })
  expect(seen).toEqual(['Bearer sesame'])
  await expect(ask('my server')).rejects.toMatchObject({ code: 'server.address' })
})

test('tells another kind of server from ComfyUI', async () => {
  const url = await listen(() => [200, '<html>Welcome</html>'])
  const refusal = { code: 'server.protocol', message: expect.stringContaining('Is it a ComfyUI server?') as string }
  await expect(ask(url)).rejects.toMatchObject(refusal)
})

test('gives up on a server that takes the call and says nothing', async () => {
  await expect(ask(await listen(null), 50)).rejects.toMatchObject({ code: 'server.noAnswer' })
})
