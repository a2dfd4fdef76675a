import { expect, type Locator, type Page } from '@playwright/test'
import { dragFiles } from '../drop-files.ts'

/** The poster wall and the list of books on their way. */
export class Library {
  readonly page: Page
  readonly imports: Locator

  constructor(page: Page) {
    this.page = page
    this.imports = page.getByRole('region', { name: 'Books on their way' })
  }

  async drop(...files: string[]): Promise<void> {
    const { drop } = await dragFiles(this.page, files)
    await expect(this.page.getByText('Drop books to add them')).toBeVisible()
    await drop()
  }

  /** A title is on several shelves: any of its posters will do. */
  poster(title: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('link', { name: new RegExp(`^${title}`) })
      .first()
  }

  async open(title: string): Promise<void> {
    await this.poster(title).click()
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  }
}
