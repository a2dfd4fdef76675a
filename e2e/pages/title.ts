import { expect, type Locator, type Page } from '@playwright/test'
import { Frame } from './frame.ts'

/** The page of one title. */
export class Title extends Frame {
  readonly listen: Locator

  constructor(page: Page) {
    super(page)
    this.listen = this.main.getByRole('button', { name: 'Listen' })
  }

  /** Starts a production and ends on its page. */
  async produce(narrator: string): Promise<void> {
    await this.main.getByRole('button', { name: 'Produce…' }).click()
    await this.dialog.getByRole('radio', { name: narrator }).click()
    await this.dialog.getByRole('button', { name: 'Start the production' }).click()
    await this.page.getByRole('link', { name: 'go to the title' }).waitFor()
  }

  /** From the page of a production, where `produce` leads. */
  async goBackToTitle(): Promise<void> {
    await this.page.getByRole('link', { name: 'go to the title' }).click()
    await this.page.getByRole('tab', { name: 'Chapters' }).waitFor()
  }

  /** Passes when the audiobook is finished. */
  async expectFinished(): Promise<void> {
    await expect(this.listen).toBeVisible({ timeout: 120_000 })
  }

  async openTab(name: 'Chapters' | 'Text' | 'Productions' | 'Pictures' | 'Files' | 'Details'): Promise<void> {
    await this.page.getByRole('tab', { name }).click()
  }

  async remove(): Promise<void> {
    await this.main.getByRole('button', { name: 'More' }).click()
    await this.page.getByRole('menuitem', { name: 'Remove…' }).click()
    await this.dialog
      .or(this.page.getByRole('alertdialog'))
      .getByRole('button', { name: /^Remove/ })
      .click()
  }
}
