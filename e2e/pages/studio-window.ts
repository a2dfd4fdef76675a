import { expect, type Locator, type Page } from '@playwright/test'

type Place = 'Library' | 'Narrators' | 'Productions' | 'Jobs' | 'Servers' | 'Settings'

/** What is around every page: rail, palette, environment badge, player. */
export class StudioWindow {
  readonly page: Page
  readonly player: Locator
  readonly activity: Locator

  constructor(page: Page) {
    this.page = page
    this.player = page.getByRole('region', { name: 'Player' })
    this.activity = page.getByRole('button', { name: /running|waiting/i })
  }

  async go(place: Place): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click()
    await expect(this.page.getByRole('heading', { level: 1, name: place })).toBeVisible()
  }

  /** Runs the first thing that the palette finds. */
  async runFromPalette(words: string, name: string | RegExp = words): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await expect(this.page.getByRole('combobox', { name: 'Search titles, narrators and commands' })).toBeFocused()
    await this.page.keyboard.type(words)
    await expect(this.page.getByRole('option', { name }).first()).toHaveAttribute('aria-selected', 'true')
    await this.page.keyboard.press('Enter')
  }

  /** Tab by tab, as without a mouse. */
  async tabTo(target: Locator, most = 80): Promise<void> {
    await expect(target).toBeVisible()
    for (let steps = 0; steps < most; steps++) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error('The keyboard does not get there.')
  }

  /** Passes when something plays and its time goes on. */
  async expectSound(): Promise<void> {
    await expect(this.player).toBeVisible()
    await expect(this.player.getByRole('button', { name: 'Pause' })).toBeVisible()
    await expect
      .poll(async () =>
        Number(await this.player.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuenow')),
      )
      .toBeGreaterThan(0)
  }
}
