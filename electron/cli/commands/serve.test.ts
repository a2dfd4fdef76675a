import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { e3, startE3 } from '../e3-process.ts'

let workspace: string

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'e3-serve-'))
})
afterAll(() => rm(workspace, { recursive: true, force: true }))

interface Announced {
  url: string
  port: number
  pid: number
  env: string
}

test('prints one document as soon as the address works, and ends well on Ctrl-C', async () => {
  const { child, finished } = startE3(['serve', '--json', '--port', '0', '--workspace', workspace], workspace)
  const announced = await new Promise<Announced>((resolve, reject) => {
    let printed = ''
    child.stdout?.on('data', (data: Buffer) => {
      printed += data.toString()
      if (printed.endsWith('}\n')) resolve(JSON.parse(printed) as Announced)
    })
    child.once('exit', (code) => reject(new Error(`e3 serve ended with ${String(code)}.`)))
  })
  expect(announced).toMatchObject({ pid: child.pid, env: 'alpha' })
  const entered = await fetch(announced.url, { redirect: 'manual' })
  expect(entered.status).toBe(303)
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const page = await fetch(`http://127.0.0.1:${announced.port}/`, { headers: { cookie } })
  expect(await page.text()).toContain('<div id="root">')

  child.kill('SIGINT')
  const { code, stdout } = await finished
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual(announced)
})

test('says in one line what to do where it may not or cannot listen', async () => {
  const open = await e3(['serve', '--host', '0.0.0.0', '--port', '0'], workspace)
  expect(open).toMatchObject({ code: 1, stdout: '' })
  expect(open.stderr).toMatch(/no password protects it.*E3_WEB_PASSWORD.*\n$/)

  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const taken = await e3(['serve', '--port', String(port)], workspace)
  expect(taken).toMatchObject({ code: 1, stdout: '' })
  expect(taken.stderr).toContain(`uses port ${port}`)
  other.close()
})
