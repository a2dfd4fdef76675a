import type { Locator, Page } from '@playwright/test'
import { Frame } from './frame.ts'

/** The Release tab of a title. */
export class Release extends Frame {
  readonly list: Locator
  /** How the open release stands. */
  readonly light: Locator

  constructor(page: Page) {
    super(page)
    this.list = this.main.getByRole('grid', { name: 'Releases' })
    this.light = this.main.locator('header').getByRole('status')
  }

  /** The heading of the open release. */
  name(name: string): Locator {
    return this.main.getByRole('heading', { level: 2, name })
  }

  /** A release in the list. */
  row(name: string): Locator {
    return this.list.getByRole('row', { name: new RegExp(`^${name}`) })
  }

  async open(name: string): Promise<void> {
    await this.row(name).getByText(name, { exact: true }).click()
    await this.name(name).waitFor()
  }

  async build(): Promise<void> {
    await this.main.getByRole('button', { name: /^Build/ }).click()
  }

  /** A chapter or file in the table of measurements. */
  gateRow(title: string): Locator {
    return this.main.getByRole('grid', { name: /^Measurements/ }).getByRole('row', { name: new RegExp(title) })
  }

  async openSide(name: 'Measured' | 'Files' | 'What is asked for'): Promise<void> {
    const sides = this.main.getByRole('tablist', { name: /^Sides of the release/ })
    await sides.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  }
}
