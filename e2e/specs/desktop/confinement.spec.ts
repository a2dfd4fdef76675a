import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '#e2e/fixtures.ts'

test('isolates the page from Node and from the preload', async ({ studio, page }) => {
  const preferences = await studio.desktop.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return (window?.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  })
  const visible = await page.evaluate(() => ({
    e3: Object.entries(window.e3 ?? {}).map(([name, value]) => `${name}: ${typeof value}`),
    others: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
  }))
  expect(visible).toEqual({ e3: ['request: function', 'subscribe: function'], others: [] })
})

test('stays on its own page and opens no other', async ({ studio, page }) => {
  await page.evaluate(() => void Object.assign(window, { isFirstPage: true }))
  for (const address of ['https://example.com/', 'app://other/index.html', 'data:text/html,x']) {
    expect(await page.evaluate((url) => window.open(url) === null, address)).toBe(true)
    // Settles after the main process has had its say on the navigation.
    await page.evaluate(async (url) => {
      location.assign(url)
      await window.e3?.request('studio.status', {})
    }, address)
  }
  expect(await page.evaluate(() => 'isFirstPage' in window)).toBe(true)
  expect(page.url()).toMatch(/^app:\/\/studio\//)
  expect(studio.desktop.electron.windows()).toHaveLength(1)
  studio.expectProblem(/Not allowed to navigate top frame to data URL/)
})

test('reaches nothing beyond the studio', async ({ studio, page }) => {
  let visits = 0
  const server = createServer((_request, response) => {
    visits += 1
    response.end('seen')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const foreign = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const outcomes = await page.evaluate(async (origin) => {
    const load = (tag: 'img' | 'script' | 'iframe' | 'audio', src: string): Promise<string> =>
      new Promise((resolve) => {
        const element = Object.assign(document.createElement(tag), { src })
        element.onload = () => resolve(`${tag} loaded`)
        element.onerror = () => resolve('refused')
        document.body.append(element)
      })
    const ask = (url: string): Promise<string> =>
      fetch(url).then(
        (response) => (response.ok ? 'answered' : 'refused'),
        () => 'refused',
      )
    return Promise.all([
      ask(origin),
      ask('file:///etc/passwd'),
      ask('app://studio/../../package.json'),
      ask('app://studio/%2e%2e/package.json'),
      load('img', `${origin}/a.png`),
      load('script', `${origin}/a.js`),
      load('audio', `${origin}/a.mp3`),
      load('img', 'file:///usr/share/pixmaps/debian-logo.png'),
      load('script', 'data:text/javascript,window.isRun=true'),
    ])
  }, foreign)
  expect(outcomes).toEqual(outcomes.map(() => 'refused'))
  expect(visits).toBe(0)
  server.close()
  studio.expectProblem(/Content Security Policy|Not allowed to load|ERR_|Failed to load|Fetch API cannot load/)
})

test('serves its page with a strict policy', async ({ page }) => {
  const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'; script-src 'self';")
  expect(policy).toContain('studio-media:')
})

test.describe('media', () => {
  const addresses = [
    '',
    '..%2f..%2fetc/passwd',
    'file/pg1/..%2f..%2fmetadata',
    'cover/../../../../etc/passwd',
    'chunk/0',
    'x'.repeat(5000),
  ]
  test('answers ids that are none with 404', async ({ studio }) => {
    const statuses = await studio.desktop.electron.evaluate(
      ({ net }, list) =>
        Promise.all(list.map(async (address) => (await net.fetch(`studio-media://media/${address}`)).status)),
      addresses,
    )
    expect(statuses).toEqual(addresses.map(() => 404))
  })
})

test('grants a page the microphone and nothing else of the system', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const names = ['microphone', 'camera', 'geolocation', 'notifications', 'midi', 'clipboard-read'] as PermissionName[]
    const found = await Promise.all(
      names.map(async (name) => [name, (await navigator.permissions.query({ name })).state]),
    )
    return Object.fromEntries(found) as Record<string, string>
  })
  expect(states).toEqual({
    microphone: 'granted',
    camera: 'denied',
    geolocation: 'denied',
    notifications: 'denied',
    midi: 'denied',
    'clipboard-read': 'denied',
  })
})
