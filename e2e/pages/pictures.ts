import { writeFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { Title } from './title.ts'

/** The pictures of a title. */
export class Pictures extends Title {
  /** What a candidate is chosen by, the latest first. */
  readonly candidates: Locator
  readonly chosen: Locator
  readonly drawButton: Locator
  /** The cover beside the tabs. */
  readonly cover: Locator

  constructor(page: Page) {
    super(page)
    this.candidates = page.getByRole('button', { name: /^Candidate \d+/ })
    this.chosen = page.getByRole('button', { name: /^Candidate \d+/, pressed: true })
    this.drawButton = this.main.getByRole('button', { name: 'Draw candidates…' })
    this.cover = this.main.locator('img[src*="/cover/"]').first()
  }

  async show(place: 'Cover' | 'Thumbnail' | 'Scenes'): Promise<void> {
    await this.page.getByRole('radio', { name: place, exact: true }).click()
  }

  /** Has covers drawn and waits until they can be chosen. */
  async drawCovers(count: 1 | 2 | 4): Promise<void> {
    const before = await this.candidates.count()
    await this.drawButton.click()
    await this.dialog.getByRole('radio', { name: String(count), exact: true }).click()
    await this.dialog.getByRole('button', { name: /^Draw \d/ }).click()
    await this.page
      .getByRole('button', { name: /^Candidate \d+.* px$/ })
      .nth(before + count - 1)
      .waitFor()
  }
}

/** Paints a picture in the window and keeps it as a file. */
export async function paintPicture(page: Page, file: string, widthPx: number, heightPx: number): Promise<string> {
  const base64 = await page.evaluate(
    ([width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height })
      const brush = canvas.getContext('2d')
      if (brush === null) throw new Error('This browser does not paint.')
      brush.fillStyle = 'teal'
      brush.fillRect(0, 0, width, height)
      brush.fillStyle = 'orange'
      brush.fillRect(width / 4, height / 4, width / 2, height / 2)
      return canvas.toDataURL('image/png').replace(/^.*,/, '')
    },
    [widthPx, heightPx] as const,
  )
  await writeFile(file, Buffer.from(base64, 'base64'))
  return file
}
