import type { Locator, Page } from '@playwright/test'

export type Room = 'Library' | 'Narrators' | 'Productions' | 'Jobs' | 'Servers' | 'Settings'

/** What stays while pages come and go: the rail, the top bar, messages. */
export class Frame {
  readonly page: Page
  readonly rail: Locator
  readonly main: Locator

  constructor(page: Page) {
    this.page = page
    this.rail = page.getByRole('navigation', { name: 'Main' })
    this.main = page.getByRole('main')
  }

  /** Goes to a room by the rail, and waits for it. */
  async goTo(room: Room): Promise<void> {
    await this.rail.getByRole('link', { name: room }).click()
    await this.heading(room).waitFor()
  }

  heading(name: string): Locator {
    return this.main.getByRole('heading', { level: 1, name })
  }
}
