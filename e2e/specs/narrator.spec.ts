import type { Page } from '@playwright/test'
import { locateFfmpeg } from '#electron/audio/ffmpeg.ts'
import { expect, test } from '../fixtures.ts'
import { run } from '../runtime/run.ts'
import { Frame } from '../pages/frame.ts'

const createNarrator = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'New narrator…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Create the narrator' }).click()
  await expect(dialog).toBeHidden()
}

/** Noise whose loudness goes up and down like speech. */
const writeVoice = async (file: string, seconds: number) =>
  run((await locateFfmpeg()).ffmpeg, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    `anoisesrc=d=${seconds}:c=pink:r=44100:a=0.4`,
    '-af',
    'tremolo=f=4:d=0.8',
    '-y',
    file,
  ])

test('gives a narrator an uploaded sample, and refuses one that is too short', async ({ page, workspace }) => {
  const [short, good] = [workspace.file('short.wav'), workspace.file('good.wav')]
  await writeVoice(short, 1)
  await writeVoice(good, 9)
  await expect(page.getByRole('main')).toBeVisible()
  await new Frame(page).goTo('Narrators')
  await createNarrator(page, 'Mildred')
  const card = page.getByRole('article', { name: 'Mildred' })
  await card.getByRole('button', { name: 'Add a voice sample…' }).click()

  const dialog = page.getByRole('dialog')
  const chooser = dialog.getByLabel('Recording of the voice')
  await chooser.setInputFiles(short)
  await expect(dialog.getByText(/The recording has/)).toBeVisible()
  await chooser.setInputFiles(good)
  await expect(dialog.getByText('It is kept.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await card.getByRole('button', { name: 'Play the sample of Mildred' }).click()
  await new Frame(page).expectSound()
})

test('has a line spoken by several voices side by side', async ({ page }) => {
  const frame = new Frame(page)
  await expect(page.getByRole('main')).toBeVisible()
  await frame.goTo('Narrators')
  await page.getByRole('button', { name: 'Compare Kevin' }).click()
  await page.getByRole('button', { name: 'Compare Clara' }).click()
  await page.getByRole('textbox', { name: 'Line' }).fill('A clear morning, said nobody at all.')
  await page.getByRole('button', { name: 'Hear 2 voices' }).click()
  await page.getByRole('button', { name: 'One after another' }).click()
  await frame.expectSound()
})
