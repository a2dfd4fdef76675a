import { join } from 'node:path'
import { expect, test } from '#e2e/fixtures.ts'
import { REPOSITORY } from '#e2e/runtime/places.ts'

test('refuses messages that do not fit the contract, with a code', async ({ page }) => {
  const codes = await page.evaluate(async () => {
    const ask = window.e3?.request as (
      route: unknown,
      input?: unknown,
    ) => Promise<{ ok: boolean; error?: { code: string } }>
    const attempts: [unknown, unknown][] = [
      ['toString', {}],
      ['__proto__', {}],
      [null, {}],
      [{ toString: 'x' }, {}],
      ['studio.switch', { env: 'staging' }],
      ['studio.status', null],
      ['studio.status', { more: 1 }],
      ['title.get', { bookId: '#e2e/etc' }],
      ['title.get', { bookId: { $ne: null } }],
    ]
    return Promise.all(attempts.map(async ([route, input]) => (await ask(route, input)).error?.code))
  })
  expect(codes).toEqual([...Array<string>(4).fill('request.unknown'), ...Array<string>(5).fill('request.invalid')])
})

test('refuses a request of unbearable size', async ({ page }) => {
  const reply = await page.evaluate(() =>
    window.e3?.request('import.add', { name: 'big.txt', bytes: new Uint8Array(130 * 1024 * 1024) }),
  )
  expect(reply).toMatchObject({ ok: false, error: { code: 'request.tooLarge' } })
})

test('answers no other page, even one with the same bridge', async ({ studio }) => {
  const reply = await studio.desktop.electron.evaluate(
    async ({ BrowserWindow }, preload) => {
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      })
      await foreign.loadURL('data:text/html,<title>foreign</title>')
      const answer: unknown = await foreign.webContents.executeJavaScript(`window.e3.request('studio.status', {})`)
      foreign.destroy()
      return answer
    },
    join(REPOSITORY, 'dist/electron/preload.cjs'),
  )
  expect(reply).toMatchObject({ ok: false, error: { code: 'request.foreign' } })
})
