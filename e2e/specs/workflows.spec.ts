import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectAccessible } from '../accessibility.ts'
import { dragFiles } from '../drop-files.ts'
import { expect, test } from '../fixtures.ts'
import { Servers } from '../pages/servers.ts'
import { REPOSITORY } from '../runtime/places.ts'
import { startStandIn } from '../stand-in.ts'

const graphOf = async (workflowId: string) =>
  JSON.parse(await readFile(join(REPOSITORY, 'workflows', `${workflowId}.json`), 'utf8')) as unknown

test('imports a graph in two steps, tries it, hears it and removes it', async ({ page, keepPicture }) => {
  const servers = new Servers(page)
  await servers.open('Workflows')
  await servers.chooseGraph('my-voice.json', await graphOf('T2S_flite_v1'))
  await expect(servers.dialog.getByText('This is what the studio understands of it.')).toBeVisible()
  await servers.dialog.getByRole('button', { name: 'Next: its inputs' }).click()
  await servers.dialog.getByRole('textbox', { name: 'What it is, in a sentence' }).fill('My own voice.')
  await expectAccessible(page)
  await keepPicture('workflow-import')
  await servers.dialog.getByRole('button', { name: 'Import the workflow' }).click()
  await expect(servers.dialog).toBeHidden()

  await servers.workflow(/^My own voice/).click()
  await servers.heading('My own voice').waitFor()
  await servers.main.getByRole('textbox', { name: 'Text to speak' }).fill('One two three.')
  await servers.main.getByRole('button', { name: 'Try it' }).click()
  await servers.main.getByRole('button', { name: 'Play the result' }).click()
  await servers.expectSound()

  await servers.main.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove the workflow' }).click()
  await servers.importButton.waitFor()
  await expect(servers.workflow(/^My own voice/)).toHaveCount(0)
})

test('says how to export a graph that was saved for the editor', async ({ page }) => {
  const servers = new Servers(page)
  await servers.open('Workflows')
  await servers.chooseGraph('ui.json', { last_node_id: 1, last_link_id: 0, nodes: [], links: [], version: 0.4 })
  await expect(servers.dialog.getByText(/Export \(API\)/).last()).toBeVisible()
  await servers.dialog.getByTestId('workflow').setInputFiles({
    name: 'broken.json',
    mimeType: 'application/json',
    buffer: Buffer.from('<html>'),
  })
  await expect(servers.dialog.getByText(/broken\.json/)).toBeVisible()
})

test('names the node pack that a server lacks, and offers what came with the studio', async ({ page, studio }) => {
  const server = await startStandIn()
  try {
    await studio.request('server.add', { name: 'bare', url: server.url })
    const servers = new Servers(page)
    await servers.open('Workflows')
    await expect(servers.workflow(/Kokoro.*Runs nowhere yet/)).toContainText('Missing the node pack ComfyUI-KokoroTTS')
    await servers.workflow(/Kokoro/).click()
    await expect(servers.main.getByText('Node pack ComfyUI-KokoroTTS with')).toBeVisible()
    await servers.main
      .getByRole('button', { name: /^Copy https:\/\/github\.com\/.*Kokoro/ })
      .first()
      .click()
    await expect(servers.main.getByRole('button', { name: 'Copied' })).toBeVisible()
    await expect(servers.main.getByRole('button', { name: 'Try it' })).toBeDisabled()
  } finally {
    await server.close()
  }
})

test('keeps a workflow that narrators speak through', async ({ page }) => {
  const servers = new Servers(page)
  await servers.open('Workflows')
  await servers.workflow(/Flite/).click()
  await servers.main.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove the workflow' }).click()
  await expect(page.getByText(/narrators? speaks? through it|built-in engine/).last()).toBeVisible()
  await expect(servers.heading('Flite: English speech')).toBeVisible()
})

test('goes there from the palette and between the tabs by arrow keys', async ({ page }) => {
  const servers = new Servers(page)
  await servers.runFromPalette('import a workflow', /Import a workflow/)
  await expect(servers.dialog.getByRole('heading', { name: 'Import a workflow' })).toBeVisible()
  await page.keyboard.press('Escape')
  const tab = (name: string) => page.getByRole('tab', { name })
  await expect(tab('Workflows')).toHaveAttribute('aria-selected', 'true')
  await servers.tabTo(tab('Workflows'))
  await page.keyboard.press('ArrowLeft')
  await expect(tab('Servers')).toBeFocused()
  await expect(page).toHaveURL(/#\/servers$/)
  await page.keyboard.press('ArrowRight')
  await expect(tab('Workflows')).toBeFocused()
})

test('takes a graph that is dropped on the tab', async ({ page }) => {
  const servers = new Servers(page)
  await servers.open('Workflows')
  await expect(servers.workflow(/Flite/)).toBeVisible()
  const path = join(REPOSITORY, 'workflows', 'T2S_kokoro_v1.json')
  const { drop } = await dragFiles(page, [path], page.getByRole('tabpanel').locator('> div'))
  await drop()
  await expect(servers.dialog.getByRole('heading', { name: 'Import T2S_kokoro_v1.json' })).toBeVisible()
})
