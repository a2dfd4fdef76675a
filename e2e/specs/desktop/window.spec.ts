import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { COMMANDS } from '#shared/models/command.ts'
import { expect, test } from '#e2e/fixtures.ts'
import { launchOptions } from '#e2e/hosts/desktop-host.ts'

test('starts once: a second start brings the window to the front', async ({ studio, workspace }) => {
  const { electron } = studio.desktop
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const { executablePath, args, env } = launchOptions(workspace)
  const second = spawn(executablePath, args, { env, stdio: 'ignore' })
  const [code] = (await once(second, 'exit')) as [number]
  expect(code).toBe(0)
  await expect
    .poll(() =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())),
    )
    .toEqual([true])
})

test('opens where it was left', async ({ studio }) => {
  const place = { x: 120, y: 90, width: 1100, height: 700 }
  const placeOf = (): Promise<unknown> =>
    studio.desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await studio.desktop.electron.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
    place,
  )
  await expect.poll(placeOf).toEqual(place)
  await studio.restart()
  await expect.poll(placeOf).toEqual(place)
})

test('has every command in the native menu and tells the window of a click', async ({ studio, page }) => {
  const { electron } = studio.desktop
  const items = await electron.evaluate(
    ({ Menu }, ids) => {
      const menu = Menu.getApplicationMenu()
      return ids.map((id) => [id, menu?.getMenuItemById(id)?.accelerator ?? null])
    },
    COMMANDS.map(({ id }) => id),
  )
  expect(items).toEqual(COMMANDS.map(({ id, shortcut }) => [id, shortcut?.replace('Mod', 'CmdOrCtrl') ?? null]))

  // The window listens before the menu is clicked.
  const told = await page.evaluateHandle(() => ({
    command: new Promise<unknown>((resolve) => {
      window.e3?.subscribe((events) => {
        const event = events.find(({ name }) => name === 'command.invoked')
        if (event !== undefined) resolve(event.data)
      })
    }),
  }))
  await electron.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('go.narrators')?.click())
  expect(await told.evaluate(({ command }) => command)).toEqual({ commandId: 'go.narrators' })
})

test('comes back when its page dies', async ({ studio }) => {
  studio.expectProblem(/page ended unexpectedly/)
  const isBack = await studio.desktop.electron.evaluate(async ({ BrowserWindow }): Promise<unknown> => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    await new Promise((resolve) => {
      // The first page may be loading still: only what is loaded after its death counts.
      contents?.once('render-process-gone', () => contents.once('did-finish-load', () => resolve(null)))
      contents?.forcefullyCrashRenderer()
    })
    return contents?.executeJavaScript('document.getElementById("root").childElementCount > 0')
  })
  expect(isBack).toBe(true)
})
