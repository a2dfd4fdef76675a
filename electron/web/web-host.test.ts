import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestStage, TestBrowser } from './test-stage.ts'
import type { WebHost } from './web-host.ts'

let stage: Awaited<ReturnType<typeof openTestStage>>
let web: WebHost
let browser: TestBrowser

beforeAll(async () => {
  stage = await openTestStage()
  web = await stage.serve({ limits: { bodyIdleMs: 200, mostBufferedBytes: 1024 * 1024 } })
  browser = new TestBrowser(web)
  await browser.signIn()
})
afterAll(() => stage.close())

const NOTHING = '{}'

describe('signing in', () => {
  test('exchanges the printed address for a cookie, once, and prints another', async () => {
    const { address } = web
    const target = address.slice(browser.origin.length)
    const [first, second] = [await browser.send('GET', target), await browser.send('GET', target)]
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(first.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^e3-session-${web.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    )
    expect(second.status).toBe(401)
    expect(second.headers['set-cookie']).toBeUndefined()
    expect(second.text).toContain('used already')
    expect(web.address).not.toBe(address)
    const other = new TestBrowser(web)
    await other.signIn()
    expect((await other.get('/')).text).toContain('The window')
  })

  test('does not use up an address that is only previewed', async () => {
    const { address } = web
    expect((await browser.send('HEAD', address.slice(browser.origin.length))).status).toBe(401)
    expect(web.address).toBe(address)
  })

  test('takes a browser that is signed in to the studio, whichever address it opens again', async () => {
    expect(await browser.get('/?token=old')).toMatchObject({ status: 303, headers: { location: '/' } })
  })

  test.each(['', 'e3-session-PORT=', `e3-session-PORT=${'A'.repeat(43)}`, 'e3-session=x; a=b'])(
    'shows a browser with the cookie %j nothing but how to get in',
    async (cookie) => {
      const headers = { Cookie: cookie.replace('PORT', String(web.port)) }
      const page = await browser.get('/', headers)
      expect(page.status).toBe(401)
      expect(page.text).not.toContain('The window')
      for (const target of ['/assets/app.js', '/media/cover/pg1/poster', '/favicon.ico', '/index.html']) {
        expect(await browser.get(target, headers)).toMatchObject({ status: 401, code: 'host.signedOut' })
      }
      expect(await browser.post('/api/studio.status', NOTHING, headers)).toMatchObject({ code: 'host.signedOut' })
      expect(await browser.listen(headers).status).toBe(401)
    },
  )

  test('follows a link from another site once more from here, since the browser keeps the cookie back', async () => {
    const page = await browser.send('GET', '/', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' })
    expect(page.status).toBe(200)
    expect(page.text).toContain('http-equiv="refresh"')
    expect(page.text).not.toContain('The window')
  })

  test('listens to other machines only with a password, which signs in, too, but not to guessers', async () => {
    await expect(stage.serve({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'host.needsPassword' })
    const open = await stage.serve({ host: '0.0.0.0', password: 'correct horse battery' })
    const other = new TestBrowser(open)
    const send = (password: string, headers: Record<string, string> = { Origin: other.origin }) =>
      other.send('POST', '/sign-in', headers, new URLSearchParams({ password }).toString())
    expect((await other.send('GET', '/')).text).toContain('<form method="post" action="/sign-in">')
    expect((await send('correct horse battery', {})).code).toBe('host.foreign')
    expect((await send('correct horse battery')).headers['set-cookie']).toHaveLength(1)
    for (let tries = 0; tries < 5; tries++) expect((await send('wrong')).status).toBe(401)
    const refused = await send('correct horse battery')
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect(refused.headers['set-cookie']).toBeUndefined()
  })

  test('says which port another program has', async () => {
    await expect(stage.serve({ port: web.port })).rejects.toMatchObject({ code: 'host.portTaken' })
  })
})

describe('other sites', () => {
  test.each([
    ['a name that was made to point here', { Host: 'evil.example' }],
    ['that name with our port', { Host: 'evil.example:PORT' }],
    ['another port', { Host: '127.0.0.1:1' }],
    ['no port', { Host: '127.0.0.1' }],
    ['another address of this machine', { Host: '127.0.0.2:PORT' }],
    ['a name with something before it', { Host: 'me@127.0.0.1:PORT' }],
    ['a foreign origin', { Origin: 'https://evil.example' }],
    ['no origin that could be named', { Origin: 'null' }],
    ['our name over TLS', { Origin: 'https://127.0.0.1:PORT' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['our name as the start of another', { Origin: 'http://127.0.0.1:PORT.evil.example' }],
    ['a page that embeds us', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
    ['a neighbour on another port that embeds us', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' }],
  ])('are refused: %s', async (_name, given) => {
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('PORT', String(web.port))]),
    )
    expect(await browser.get('/assets/app.js', headers)).toMatchObject({ status: 403, code: 'host.foreign' })
    expect(await browser.post('/api/studio.status', NOTHING, headers)).toMatchObject({ code: 'host.foreign' })
    expect(await browser.listen(headers).status).toBe(403)
  })

  test('are refused where they do not say who they are', async () => {
    const headers = { Cookie: browser.cookie, 'Content-Type': 'application/json' }
    expect(await browser.send('POST', '/api/studio.status', headers, NOTHING)).toMatchObject({ code: 'host.foreign' })
    expect(await browser.listen({ Origin: '' }).status).toBe(403)
  })

  test('are given no leave to read by any header', async () => {
    const preflight = { Origin: browser.origin, 'Access-Control-Request-Method': 'POST', Cookie: browser.cookie }
    for (const answer of [await browser.send('OPTIONS', '/api/studio.status', preflight), await browser.get('/')]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })
})

describe('addresses', () => {
  test.each([
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/assets/../../etc/passwd',
    '/assets/%2e%2e/index.html',
    '/assets/./app.js',
    '/assets//app.js',
    '//evil.example/',
    '/assets\\app.js',
    '/%5c..%5cetc',
    '/index.html%00.png',
    '/%',
    '/%ff',
    '/%c0%ae%c0%ae/',
    `/${'a'.repeat(5000)}`,
    '/media/file/pg1/..%2f..%2f..%2fconfig%2fglobal.yaml',
    '/media/../config/global.yaml',
    '/media//etc/passwd',
    'http://evil.example/',
    '*',
  ])('such as %s are no addresses', async (target) => {
    const answer = await browser.get(target)
    expect(answer).toMatchObject({ status: 400, code: 'request.badAddress' })
    expect(answer.text).not.toContain(stage.root)
  })

  test.each([
    '/package.json',
    '/assets',
    '/assets/',
    '/assets/app.js/',
    '/INDEX.HTML',
    '/__proto__',
    '/constructor',
    '/%252e%252e%252fpackage.json',
    '/media/',
    '/media/file/pg1/%252e%252e%252fmetadata.json',
    '/media/config/global.yaml',
    '/media/cover/nobody/poster',
    '/media/sample/__proto__',
    '/media/chunk/1e9',
    '/media/chunk/99999999999999999999',
  ])('such as %s hold nothing', async (target) => {
    const answer = await browser.get(target)
    expect(answer.status).toBe(404)
    expect(answer.text).toMatch(/^\{"ok":false,"error":\{"code":"(page|media)\.unknown"/)
    expect(answer.text).not.toContain(stage.root)
  })

  test('take only the methods that they are for', async () => {
    expect(await browser.get('/api/studio.status')).toMatchObject({ status: 405, headers: { allow: 'POST' } })
    expect(await browser.post('/', NOTHING)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  })
})

describe('requests', () => {
  test.each([
    ['toString', NOTHING, 404, 'request.unknown'],
    ['__proto__', NOTHING, 404, 'request.unknown'],
    ['studio.status/x', NOTHING, 404, 'request.unknown'],
    ['studio.switch', '{"env":"beta"}', 400, 'request.invalid'],
    ['studio.switch', '{"env":"prod","extra":1}', 400, 'request.invalid'],
    ['studio.status', 'null', 400, 'request.invalid'],
    ['studio.status', '[]', 400, 'request.invalid'],
    ['studio.status', '{"__proto__":{"env":"prod"}}', 400, 'request.invalid'],
    ['studio.status', '{', 400, 'message.malformed'],
    ['studio.status', '', 400, 'message.malformed'],
    ['import.add', '{"name":"../x.txt","bytes":null}', 400, 'request.invalid'],
  ])('that do not fit are refused: %s %s', async (route, body, code, reason) => {
    expect(await browser.post(`/api/${route}`, body)).toMatchObject({ status: code, code: reason })
  })

  test('that a form of another site could send are refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a']) {
      const answer = await browser.post('/api/studio.status', NOTHING, { 'Content-Type': type })
      expect(answer).toMatchObject({ status: 400, code: 'message.malformed' })
    }
  })

  test('that are too large are refused before they are read, and the reason arrives', async () => {
    const body = new Uint8Array(3 * 1024 * 1024)
    expect(await browser.post('/api/studio.status', body)).toMatchObject({ status: 413, code: 'request.tooLarge' })
    const chunked = { 'Transfer-Encoding': 'chunked' }
    expect(await browser.post('/api/studio.status', body, chunked)).toMatchObject({ code: 'request.tooLarge' })
    const promised = { 'Content-Length': String(200 * 1024 * 1024) }
    expect(await saidOf(post('/api/import.add', promised))).toContain('413 Payload Too Large')
  })

  test('that stop in the middle are given up', async () => {
    expect(await saidOf(post('/api/studio.status', { 'Content-Length': '10' }, '{"a'))).toContain('408 Request Timeout')
  })

  test('that never end their head keep nobody else out for long', async () => {
    const crowded = await stage.serve({ limits: { headMs: 100, mostConnections: 4 } })
    const slow = Array.from({ length: 4 }, () => connect(crowded.port, '127.0.0.1'))
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nX-Slow: ')
    expect(await Promise.all(slow.map(saidOf))).toEqual(
      slow.map((): unknown => expect.stringContaining('408 Request Timeout')),
    )
    expect((await new TestBrowser(crowded).send('GET', '/')).status).toBe(401)
  })

  test('of the window are answered with what the studio says', async () => {
    const answer = await browser.post('/api/studio.status', NOTHING)
    expect(JSON.parse(answer.text)).toMatchObject({ ok: true, data: { phase: 'open', env: 'alpha', host: 'browser' } })
    // No failure of HTTP: the studio was asked and says no.
    const refused = await browser.post('/api/import.choose', '{"kind":"files"}')
    expect(refused).toMatchObject({ status: 200, code: 'host.noDialog' })
  })
})

describe('every answer', () => {
  test.each(['/', '/assets/app.js', '/nothing', '/%'])('such as %s carries what guards the page', async (target) => {
    const { headers } = await browser.get(target)
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['permissions-policy']).toContain('microphone=(self), camera=()')
  })
})

/** Begins a request by hand, to stop in the middle. */
function post(target: string, headers: Record<string, string>, body = ''): Socket {
  const head = { Host: `127.0.0.1:${web.port}`, Origin: browser.origin, Cookie: browser.cookie, ...headers }
  const lines = Object.entries({ ...head, 'Content-Type': 'application/json' }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  const socket = connect(web.port, '127.0.0.1')
  socket.write(`POST ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
  return socket
}

async function saidOf(socket: Socket): Promise<string> {
  const [said] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return said.toString()
}
