import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { ComfyClient } from './client.ts'
import { Http } from './http.ts'
import { readServerLoad } from './server-load.ts'
import { makeCertificate } from './test-certificate.ts'
import { openDoor } from './test-door.ts'
import type { Door } from './test-door.ts'

const doors: Door[] = []
const open = async (tls?: Parameters<typeof openDoor>[0]) => {
  const door = await openDoor(tls)
  doors.push(door)
  return door
}
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const door of doors.splice(0)) await door.close()
})

test('names the remedy when a certificate is signed by nobody known', async () => {
  const door = await open(makeCertificate())
  await expect(readServerLoad({ url: door.url }, 5000)).rejects.toMatchObject({
    code: 'server.certificate',
    message: expect.stringMatching(/no known authority has signed .*NODE_EXTRA_CA_CERTS/) as string,
  })
  expect(door.asked).toEqual([])
})

test('trusts whom NODE_EXTRA_CA_CERTS names, with requests and with the socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'e3-ca-'))
  const tls = makeCertificate()
  await writeFile(join(folder, 'ca.pem'), tls.cert)
  vi.stubEnv('NODE_EXTRA_CA_CERTS', join(folder, 'ca.pem'))
  const door = await open(tls)
  const client = new ComfyClient({ server: { url: door.url, headers: { 'X-Team': 'studio' }, bearer: 'sesame' } })
  const [{ headers }] = await Promise.all([
    door.nextSocket(),
    client.probe(),
    client.cancel(randomUUID()).catch(() => null),
  ])
  for (const seen of [headers, ...door.asked.map((asked) => asked.headers)]) {
    expect(seen).toMatchObject({ authorization: 'Bearer sesame', 'x-team': 'studio' })
  }
  client.close()
  await rm(folder, { recursive: true })
})

test('tells an expired certificate and a port that does not speak https', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'e3-ca-'))
  const tls = makeCertificate({ validTo: Date.now() - 1000 })
  await writeFile(join(folder, 'ca.pem'), tls.cert)
  vi.stubEnv('NODE_EXTRA_CA_CERTS', join(folder, 'ca.pem'))
  const expired = await open(tls)
  await expect(readServerLoad({ url: expired.url }, 5000)).rejects.toThrow(/not valid today \(CERT_HAS_EXPIRED\)/)
  const plain = await open()
  await expect(readServerLoad({ url: plain.url.replace('http:', 'https:') }, 5000)).rejects.toMatchObject({
    code: 'server.certificate',
    message: expect.stringContaining('Does its address begin with http://') as string,
  })
  await rm(folder, { recursive: true })
})

test('reads a server whose routes are only there below /api', async () => {
  const door = await open()
  delete door.answers['GET /queue']
  door.answers['GET /'] = (_asked, response) => void response.end('<html>')
  door.answers['GET /api/queue'] = () => ({ queue_running: [], queue_pending: [[]] })
  door.answers['GET /api/system_stats'] = () => ({ system: { comfyui_version: '0.38.0' } })
  door.answers['GET /api/object_info/Echo'] = () => ({ Echo: { name: 'Echo' } })
  door.answers['GET /api/jobs'] = () => ({ jobs: [] })
  const client = new ComfyClient({ server: { url: door.url } })
  const [description, facts] = await Promise.all([client.describeClass('Echo'), client.probe()])
  expect(description).toEqual({ name: 'Echo' })
  expect(facts).toEqual({ version: '0.38.0', hasJobsApi: true })
  client.close()
  await expect(readServerLoad({ url: door.url }, 5000)).resolves.toMatchObject({ version: '0.38.0' })
  // And one whose address says so already.
  await expect(readServerLoad({ url: `${door.url}/api` }, 5000)).resolves.toMatchObject({ version: '0.38.0' })
})

test('keeps the query of an address and names nothing of it', async () => {
  const door = await open()
  door.answers['GET /system_stats'] = () => ({})
  await readServerLoad({ url: `${door.url}/?token=sesame` }, 5000)
  expect(door.asked.map(({ path }) => path).toSorted()).toEqual(['/queue?token=sesame', '/system_stats?token=sesame'])
  const http = new Http({ url: `${door.url}/?token=sesame` })
  expect(http.name).toBe(new URL(door.url).host)
})

test.each(['http://me:pass@word@', 'ftp://me:password@host', 'me:password@host:8188', 'http:///'])(
  'says nothing of the credentials in an address that is none: %s',
  (url) => {
    expect(() => new Http({ url })).toThrow(expect.objectContaining({ code: 'server.address' }))
    expect(() => new Http({ url })).not.toThrow(/pass/)
  },
)

test('takes a percent sign in a password for what it is', () => {
  const { headers } = new Http({ url: 'http://me:50%25%C3%BC%@host' })
  expect(headers['authorization']).toBe(`Basic ${Buffer.from('me:50%ü%').toString('base64')}`)
})

test('refuses a header that none can be, without its value', () => {
  expect(() => new Http({ url: 'http://host', headers: { 'x-key': 'sesame\nx: y' } })).toThrow(
    expect.objectContaining({ code: 'server.address', message: expect.not.stringContaining('sesame') as string }),
  )
})

test('asks again, but posts no second time, when an idle connection turns out to be dead', async () => {
  const wires: Socket[] = []
  const heard: string[] = []
  const server = createServer((wire) => {
    wires.push(wire)
    wire.on('error', () => undefined)
    wire.on('data', (data) => {
      heard.push(data.toString().split(' ')[0] ?? '')
      // Each connection is good for one answer, and dies at the next word.
      if (wire.bytesWritten > 0) wire.resetAndDestroy()
      else wire.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const http = new Http({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  await http.text('queue')
  await expect(http.text('queue')).resolves.toEqual({ status: 200, text: '{}' })
  expect(heard).toEqual(['GET', 'GET', 'GET'])
  await expect(http.text('prompt', { method: 'POST', json: {} })).resolves.toMatchObject({ status: 200 })
  expect(heard).toEqual(['GET', 'GET', 'GET', 'POST'])
  expect(wires).toHaveLength(3)
  http.close()
  for (const wire of wires) wire.destroy()
  server.close()
})
