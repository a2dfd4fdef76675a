import type { Locator, Page } from '@playwright/test'
import { Frame } from './frame.ts'

/** The bookshelf. */
export class Library extends Frame {
  readonly addBooks: Locator

  constructor(page: Page) {
    super(page)
    this.addBooks = this.main.getByRole('button', { name: 'Add books…' }).first()
  }

  /** The poster or row of a title. */
  title(name: string): Locator {
    return this.main.getByText(name, { exact: true }).first()
  }
}
