import { readFile, writeFile } from 'node:fs/promises'
import { expectAccessible } from '../accessibility.ts'
import { writeBook } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'
import { Release } from '../pages/release.ts'
import type { StudioUnderTest } from '../studio-under-test.ts'
import type { Workspace } from '../workspace.ts'

/** A browser opens the report beside the studio and prints it itself. */
async function expectPrintedPage({ browser }: StudioUnderTest, release: Release): Promise<void> {
  const opened = browser.context.waitForEvent('page')
  await release.main.getByRole('button', { name: 'Print the report' }).click()
  const report = await opened
  await expect(report.getByRole('heading', { level: 1 })).toContainText('A Short Walk')
  await report.close()
}

/** The desktop asks where the PDF is to lie. */
async function expectPdf({ desktop }: StudioUnderTest, release: Release, filePath: string): Promise<void> {
  await desktop.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, filePath)
  await release.main.getByRole('button', { name: 'Save the report as PDF…' }).click()
  await expect(release.page.getByText('The report is saved as “report.pdf”.')).toBeVisible()
  expect((await readFile(filePath)).subarray(0, 5).toString()).toBe('%PDF-')
}

/** Asks for what no voice can give. */
const STRICT_SHOP = `
profiles:
  strict-shop:
    extends: acx
    name: Strict shop
    limits: { measures: { loudness_range_lu: { max: 0.1 } } }
`

/** A finished reading of two chapters, and its page with the releases open. */
async function openReleases(studio: StudioUnderTest, workspace: Workspace): Promise<Release> {
  await studio.stop()
  const file = await writeBook(workspace.file('walk.html'), { title: 'A Short Walk', number: 90001 })
  await workspace.e3('produce', file, '--narrator', 'narrator_004', '--formats', 'mp3')
  const page = await studio.start()
  await new Library(page).open('A Short Walk')
  const release = new Release(page)
  await release.main.getByRole('button', { name: 'Release…' }).click()
  await release.list.waitFor()
  return release
}

test('builds a release, shows what was measured, plays its worst spots and prints the report', async ({
  studio,
  workspace,
  hostKind,
  keepPicture,
}) => {
  const release = await openReleases(studio, workspace)
  const { page } = studio
  await expect(release.row('ACX')).toContainText('Not built')
  await release
    .row('ACX')
    .getByRole('button', { name: /Show the rule/ })
    .click()
  await expect(release.dialog).toContainText('November 2026')
  await page.keyboard.press('Escape')
  await expectAccessible(page)
  await keepPicture('releases')

  await release.open('ACX')
  await expect(release.main).toContainText(/A build takes: \d+ chapters to encode/)
  await release.build()
  await expect(release.light).toHaveText('Passes', { timeout: 120_000 })
  const chapter = release.gateRow('Chapter II')
  await expect(chapter.getByRole('gridcell').first()).toHaveText(/^−(18|19|2\d)\.\d$/)
  await expect(release.main).toContainText('Nothing has changed since')
  await expectAccessible(page)
  await keepPicture('release-measured')

  await chapter.getByRole('button', { name: /^Listen to the worst spots/ }).click()
  await release.expectSound()
  await expect(chapter).toHaveAttribute('aria-selected', 'true')
  await expect(release.player).toContainText('1 of')
  await page.keyboard.press('l')
  await expect(release.player).toContainText('2 of')
  await page.keyboard.press('k')
  await expect(release.player.getByRole('button', { name: 'Play', exact: true })).toBeVisible()

  await release.openSide('Files')
  await expect(release.main.getByText('report.html', { exact: true })).toBeVisible()
  await keepPicture('release-files')
  await release.openSide('What is asked for')
  await expect(release.main.getByText('−23 to −18 dB')).toBeVisible()
  await expectAccessible(page)

  if (hostKind === 'browser') await expectPrintedPage(studio, release)
  else await expectPdf(studio, release, workspace.file('report.pdf'))
})

test('shows what does not hold with its limit and reason, and mends it', async ({ studio, workspace, keepPicture }) => {
  await writeFile(workspace.file('config/profiles.yaml'), STRICT_SHOP)
  const release = await openReleases(studio, workspace)
  const { page } = studio
  await release.open('Strict shop')
  await release.build()
  await expect(release.light).toHaveText(/^\d+ red$/, { timeout: 120_000 })

  const cell = release.gateRow('Chapter II').getByRole('button', { name: /^Loudness range.*red/ })
  await cell.click()
  await expect(release.dialog).toContainText('Asked for: at most 0.1 LU')
  await expect(release.dialog).toContainText('Loud and quiet passages differ too much.')
  await expectAccessible(page)
  await keepPicture('release-red')
  await release.dialog.getByRole('button', { name: 'Bring to level again', exact: true }).click()
  await expect(release.light).toHaveText(/^Building/)
  await expect(release.light).toHaveText(/^\d+ red$/, { timeout: 120_000 })

  const rows = release.main.getByRole('grid', { name: /^Measurements/ }).getByRole('row')
  await release.main.getByRole('radio', { name: /^Red only/ }).click()
  await expect(rows.filter({ has: page.getByRole('img', { name: 'Passes' }) })).toHaveCount(0)
  await expect(cell).toBeVisible()
})

test('tells when the producer’s own profiles cannot be read, and lists the others', async ({ studio, workspace }) => {
  await writeFile(workspace.file('config/profiles.yaml'), 'profiles:\n  my-shop: { extends: nowhere }\n')
  const release = await openReleases(studio, workspace)
  await expect(release.main.getByText(/^Your own profiles are left out\./)).toBeVisible()
  await expect(release.row('ACX')).toBeVisible()
})

test('goes through releases, builds and stops by keyboard alone', async ({ studio, workspace }) => {
  const release = await openReleases(studio, workspace)
  const { page } = studio
  await release.row('Listener').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(release.name('ACX')).toBeFocused()
  await release.main.getByRole('button', { name: 'Build' }).press('Enter')
  await release.main.getByRole('button', { name: 'Stop' }).press('Enter')
  await expect(release.light).toHaveText('Not built')
  await release.main.getByRole('button', { name: 'All releases' }).focus()
  await page.keyboard.press('Enter')
  await expect(release.row('ACX')).toBeFocused()
})
