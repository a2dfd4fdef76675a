import { expect, type Locator, type Page } from '@playwright/test'
import { dragFiles } from '../drop-files.ts'
import { Frame } from './frame.ts'

/** The bookshelf with the list of books on their way to it. */
export class Library extends Frame {
  readonly addBooks: Locator
  readonly imports: Locator

  constructor(page: Page) {
    super(page)
    this.addBooks = this.main.getByRole('button', { name: 'Add books…' }).first()
    this.imports = page.getByRole('region', { name: 'Books on their way' })
  }

  /** The poster or row of a title: on several shelves, any of them will do. */
  title(name: string): Locator {
    return this.main.getByText(name, { exact: true }).first()
  }

  async drop(...files: string[]): Promise<void> {
    const { drop } = await dragFiles(this.page, files)
    await expect(this.page.getByText('Drop books to add them')).toBeVisible()
    await drop()
  }

  async open(title: string): Promise<void> {
    await this.title(title).click()
    await this.heading(title).waitFor()
  }
}
