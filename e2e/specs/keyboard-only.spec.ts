import { expect, test } from '../fixtures.ts'
import { Frame } from '../pages/frame.ts'
import { Title } from '../pages/title.ts'

test('makes and plays an audiobook without a mouse', async ({ page }) => {
  const frame = new Frame(page)
  await expect(page.getByRole('main')).toBeVisible()
  await frame.runFromPalette('sample books', /sample books/)
  await expect(page.getByText('2 titles', { exact: true })).toBeVisible()
  await frame.runFromPalette('six fab', /Six Fables/)
  await expect(page.getByRole('heading', { level: 1, name: 'Six Fables' })).toBeVisible()

  await frame.tabTo(page.getByRole('main').getByRole('button', { name: 'Produce…' }))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await frame.tabTo(dialog.getByRole('radio', { checked: true }))
  const kevin = dialog.getByRole('radio', { name: 'Kevin' })
  while (!(await kevin.isChecked())) await page.keyboard.press('ArrowDown')
  await frame.tabTo(dialog.getByRole('button', { name: 'Start the production' }))
  await page.keyboard.press('Enter')
  const back = page.getByRole('link', { name: 'go to the title' })
  await frame.tabTo(back)
  await page.keyboard.press('Enter')

  const title = new Title(page)
  await title.expectFinished()
  await frame.tabTo(title.listen)
  await page.keyboard.press('Enter')
  await frame.expectSound()
  await page.keyboard.press('k')
  await expect(frame.player.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
})
