import { readFile } from 'node:fs/promises'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { Servers } from '../pages/servers.ts'
import { startStandIn } from '../stand-in.ts'

const TOKEN = 'open-sesame-4711'

test('gets into a server behind a login, and never shows the token again', async ({ page, workspace, keepPicture }) => {
  const server = await startStandIn(TOKEN)
  try {
    const servers = new Servers(page)
    await servers.open('Servers')
    await servers.add('rented', server.url)
    const card = servers.card('rented')
    await expect(card.getByText(/refuses/).first()).toBeVisible()

    await card.getByRole('button', { name: 'More for rented' }).click()
    await page.getByRole('menuitem', { name: 'Edit…' }).click()
    await servers.dialog.getByLabel('Access token').fill(TOKEN)
    await servers.dialog.getByRole('button', { name: 'Test' }).click()
    await expect(servers.dialog.getByText(/ComfyUI .* answers/)).toBeVisible()
    await expectAccessible(page)
    await keepPicture('server-dialog')
    await servers.dialog.getByRole('button', { name: 'Save' }).click()
    await expect(card.getByText('A token is set')).toBeVisible()
    await expect(card.getByRole('img', { name: 'Ready' })).toBeVisible()

    await card.getByRole('button', { name: 'More for rented' }).click()
    await page.getByRole('menuitem', { name: 'Edit…' }).click()
    await expect(servers.dialog.getByText('A token is set')).toBeVisible()
    const files = [
      workspace.file('config/global_alpha.yaml'),
      ...['logs/e3_alpha.log'].map((file) => workspace.file(file)),
    ]
    const told = [await page.content(), ...(await Promise.all(files.map((file) => readFile(file, 'utf8'))))]
    expect(told.filter((text) => text.includes(TOKEN))).toEqual([])
  } finally {
    await server.close()
  }
})

test('shows where the typed address is wrong, and adds a server that is away', async ({ page }) => {
  const servers = new Servers(page)
  await servers.open('Servers')
  await expect(servers.main.getByRole('heading', { name: 'No ComfyUI server yet' })).toBeVisible()
  await servers.main.getByRole('button', { name: 'Add a server…' }).first().click()
  await servers.dialog.getByRole('textbox', { name: 'Address' }).fill('two words')
  await expect(servers.dialog.getByRole('alert')).toHaveText(/This is no address/)
  await expect(servers.dialog.getByRole('button', { name: 'Add the server' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await servers.add('cellar', '127.0.0.1:9')
  await expect(servers.card('cellar').getByRole('img', { name: 'Not reachable' })).toBeVisible()
  await servers.card('cellar').getByRole('switch', { name: 'In use' }).click()
  await expect(servers.card('cellar').getByRole('img', { name: 'Switched off' })).toBeVisible()
})
