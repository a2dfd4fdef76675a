import { expect, type Locator, type Page } from '@playwright/test'

export type Room = 'Library' | 'Narrators' | 'Productions' | 'Jobs' | 'Servers' | 'Settings'

/** What stays while pages come and go: the rail, the top bar, the palette, the player. */
export class Frame {
  readonly page: Page
  readonly rail: Locator
  readonly main: Locator
  readonly dialog: Locator
  readonly player: Locator

  constructor(page: Page) {
    this.page = page
    this.rail = page.getByRole('navigation', { name: 'Main' })
    this.main = page.getByRole('main')
    this.dialog = page.getByRole('dialog')
    this.player = page.getByRole('region', { name: 'Player' })
  }

  /** Goes to a room by the rail, and waits for it. */
  async goTo(room: Room): Promise<void> {
    await this.rail.getByRole('link', { name: room }).click()
    await this.heading(room).waitFor()
  }

  heading(name: string): Locator {
    return this.main.getByRole('heading', { level: 1, name })
  }

  /** Runs the first thing that the palette finds. */
  async runFromPalette(words: string, name: RegExp): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await expect(this.dialog.getByRole('combobox')).toBeFocused()
    await this.page.keyboard.type(words)
    await expect(this.dialog.getByRole('option', { name }).first()).toHaveAttribute('aria-selected', 'true')
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
    await expect(this.player.getByRole('button', { name: 'Pause' })).toBeVisible()
    const position = this.player.getByRole('slider', { name: 'Position' })
    await expect.poll(async () => Number(await position.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
  }
}
