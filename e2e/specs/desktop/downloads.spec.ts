import { readFile, writeFile } from 'node:fs/promises'
import type { ElectronApplication } from '@playwright/test'
import { dragFiles } from '#e2e/drop-files.ts'
import { expect, test } from '#e2e/fixtures.ts'
import { Frame } from '#e2e/pages/frame.ts'

const JOB = 'T2I_20260101000000_1_sunset.yaml'

/** Answers the system's dialog, which a test cannot click; what a page may not save never gets so far. */
const saveAllAs = (electron: ElectronApplication, file: string): Promise<void> =>
  electron.evaluate(({ session }, path) => {
    session.defaultSession.on('will-download', (event, item) => {
      if (!event.defaultPrevented) item.setSavePath(path)
    })
  }, file)

test('saves a job file where the producer wants it', async ({ studio, page, workspace }) => {
  const file = workspace.file(JOB)
  const yaml =
    'job_type: T2I\nworkflow_id: T2I_flux1_krea\ninputs:\n  prompt: a sunset\noutputs:\n  file_path: sunset\n'
  await writeFile(file, yaml)
  await new Frame(page).goTo('Jobs')
  await (await dragFiles(page, [file])).drop()
  await page.getByRole('row', { name: /sunset/ }).click()
  const saved = workspace.file('saved.yaml')
  await saveAllAs(studio.desktop.electron, saved)
  await page.getByRole('button', { name: 'Export as a job file' }).click()
  await expect.poll(() => readFile(saved, 'utf8').catch(() => '')).toContain('prompt: a sunset')
})

test('saves nothing that is not its own', async ({ studio, page }) => {
  await expect(page.getByRole('main')).toBeVisible()
  const addresses = [
    'data:application/octet-stream,x',
    'app://studio/index.html',
    'studio-media://media/sample/narrator_001',
    'file:///etc/hostname',
  ]
  const outcomes = await studio.desktop.electron.evaluate(async ({ BrowserWindow, session }, list) => {
    const found: string[] = []
    for (const address of list) {
      const outcome = new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented ? 'refused' : 'saved'))
      })
      BrowserWindow.getAllWindows()[0]?.webContents.downloadURL(address)
      found.push(await outcome)
    }
    return found
  }, addresses)
  expect(outcomes).toEqual(addresses.map(() => 'refused'))
})
