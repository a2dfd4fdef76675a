import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Fails with what breaks WCAG 2.2 AA in the window as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  // Otherwise axe opens a page of its own, which Electron has not.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(WCAG_2_2_AA).analyze()
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ target }) => target.join(' ')),
  }))
  expect(found, 'violations of WCAG 2.2 AA').toEqual([])
}
