import type { Locator, Page } from '@playwright/test'

/** The page of one title. */
export class Title {
  readonly page: Page
  readonly listen: Locator

  constructor(page: Page) {
    this.page = page
    this.listen = page.getByRole('main').getByRole('button', { name: 'Listen' })
  }

  async produce(narrator: string): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: 'Produce…' }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('radio', { name: narrator }).click()
    await dialog.getByRole('button', { name: 'Start the production' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  async openTab(name: 'Chapters' | 'Text' | 'Productions' | 'Files' | 'Details'): Promise<void> {
    await this.page.getByRole('tab', { name }).click()
  }

  async remove(): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: 'More' }).click()
    await this.page.getByRole('menuitem', { name: 'Remove…' }).click()
    await this.page
      .getByRole('alertdialog')
      .or(this.page.getByRole('dialog'))
      .getByRole('button', { name: /^Remove/ })
      .click()
  }
}
