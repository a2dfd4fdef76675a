import { writeFile } from 'node:fs/promises'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { Frame } from '../pages/frame.ts'

const NAME = 'SPEECH_20261122120000_1_hello.yaml'
const FILE = 'job_type: SPEECH\nworkflow_id: T2S_flite_v1\ninputs: { text: Hello there., voice: slt }\n'

test('says which dropped job files cannot be used and why, until they are mended', async ({
  page,
  workspace,
  keepPicture,
}) => {
  const file = workspace.file(`comfyui_jobs/processing/speech/${NAME}`)
  await writeFile(file, `${FILE}priority: 0\noutputs: { file_path: config/global.yaml }\n`)
  await new Frame(page).goTo('Jobs')
  await expect(page.getByText('1 job file cannot be used.')).toBeVisible()
  await page.getByRole('button', { name: 'Show why' }).click()
  const dialog = page.getByRole('dialog', { name: 'Job files that cannot be used' })
  await expect(dialog.getByText('Line 4: priority must be a whole number from 1 to 999, not 0')).toBeVisible()
  await expect(dialog.getByText(/^Line 5: .*files of the studio itself/)).toBeVisible()
  await expectAccessible(page)
  await keepPicture('job-files')

  await writeFile(file, `${FILE}outputs: { file_path: comfyui_jobs/finished/speech/hello }\n`)
  await expect(dialog.getByText('All of them can be used now.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('cannot be used')).toBeHidden()
  await expect(page.getByRole('row', { name: /Done SPEECH_20261122120000_1_hello/ })).toBeVisible()
})
