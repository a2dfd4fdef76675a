import { expect, type Locator, type Page } from '@playwright/test'
import { Frame } from './frame.ts'

/** The servers and, on their second tab, the workflows. */
export class Servers extends Frame {
  readonly importButton: Locator

  constructor(page: Page) {
    super(page)
    this.importButton = this.main.getByRole('button', { name: 'Import a workflow…' })
  }

  async open(tab: 'Servers' | 'Workflows'): Promise<void> {
    await this.goTo('Servers')
    await this.page.getByRole('tab', { name: tab }).click()
  }

  card(name: string): Locator {
    return this.main.getByRole('article', { name })
  }

  workflow(name: RegExp): Locator {
    return this.main.getByRole('link', { name })
  }

  /** Opens the dialog of an import with a graph in it. */
  async chooseGraph(name: string, graph: unknown): Promise<void> {
    await this.importButton.click()
    const buffer = Buffer.from(JSON.stringify(graph))
    await this.dialog.getByTestId('workflow').setInputFiles({ name, mimeType: 'application/json', buffer })
  }

  /** Adds a server by its dialog, and waits until it works. */
  async add(name: string, address: string, token?: string): Promise<void> {
    await this.main.getByRole('button', { name: 'Add a server…' }).first().click()
    await this.dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await this.dialog.getByRole('textbox', { name: 'Address' }).fill(address)
    if (token !== undefined) await this.dialog.getByLabel('Access token').fill(token)
    await this.dialog.getByRole('button', { name: 'Add the server' }).click()
    await expect(this.dialog).toBeHidden()
    await expect(this.card(name)).toBeVisible()
  }
}
