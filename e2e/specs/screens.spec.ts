import { expectAccessible } from '../accessibility.ts'
import { SIX_FABLES } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'
import { Frame } from '../pages/frame.ts'
import { Servers } from '../pages/servers.ts'

const PLACES = ['Narrators', 'Productions', 'Jobs', 'Servers', 'Settings', 'Library'] as const
const TITLE_TABS = ['Chapters', 'Text', 'Productions', 'Pictures', 'Release', 'Files', 'Details'] as const
const SETTINGS_TABS = ['General', 'Health', 'Configuration', 'Log', 'Removed titles'] as const

for (const theme of ['dark', 'light'] as const) {
  test(`every screen is accessible in the ${theme} theme`, async ({ workspace, studio, keepPicture }) => {
    await studio.stop()
    await workspace.e3('produce', SIX_FABLES, '--narrator', 'narrator_004', '--formats', 'mp3')
    const page = await studio.start()
    await expect(page.getByRole('main')).toBeVisible()
    await page.evaluate((chosen) => localStorage.setItem('e3.preferences', JSON.stringify({ theme: chosen })), theme)
    await page.reload()
    const frame = new Frame(page)
    const look = async (name: string) => {
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
      await expectAccessible(page)
      await keepPicture(`${name}-${theme}`)
    }
    for (const place of PLACES) {
      await frame.goTo(place)
      await look(place.toLowerCase())
    }
    const servers = new Servers(page)
    await servers.open('Workflows')
    await look('workflows')
    await servers.workflow(/Chatterbox/).click()
    await servers.main.getByRole('heading', { name: 'Inputs' }).waitFor()
    await look('workflow')
    await frame.goTo('Library')
    await new Library(page).open('Six Fables')
    for (const tab of TITLE_TABS) {
      await page.getByRole('tab', { name: tab }).click()
      await look(`title-${tab.toLowerCase()}`)
    }
    await frame.goTo('Settings')
    for (const tab of SETTINGS_TABS) {
      await page.getByRole('tab', { name: tab }).click()
      await look(`settings-${tab.toLowerCase().replace(' ', '-')}`)
    }
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('palette')
  })
}

test('no screen has to be pushed sideways in a window as narrow as a phone', async ({ page }) => {
  const frame = new Frame(page)
  const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  await page.setViewportSize({ width: 360, height: 740 })
  for (const place of PLACES) {
    await frame.goTo(place)
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
    await expect.poll(isWide, place).toBe(false)
  }
})
