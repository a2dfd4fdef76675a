import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { expectAccessible } from '../accessibility.ts'
import { SIX_FABLES, writeBook } from '../books.ts'
import { dragFiles } from '../drop-files.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'
import { paintPicture, Pictures } from '../pages/pictures.ts'
import type { StudioUnderTest } from '../studio-under-test.ts'
import type { Workspace } from '../workspace.ts'

test.beforeEach(async ({ page }) => {
  const library = new Library(page)
  await library.drop(SIX_FABLES)
  await library.open('Six Fables')
  await new Pictures(page).openTab('Pictures')
})

test('draws covers, and the one that is chosen is the cover at once', async ({ page, keepPicture }) => {
  const pictures = new Pictures(page)
  await pictures.drawCovers(2)
  await expectAccessible(page)
  await keepPicture('pictures-cover')
  const other = page.getByRole('button', { name: /^Candidate \d+/, pressed: false }).first()
  const name = await other.getAttribute('aria-label')
  const former = await pictures.cover.getAttribute('src')
  await other.click()
  await expect(pictures.chosen).toHaveAccessibleName(name ?? '')
  await expect(pictures.cover).not.toHaveAttribute('src', former ?? '')

  // The library shows it too.
  const latest = (await pictures.cover.getAttribute('src'))?.replace('/full', '/poster') ?? ''
  await pictures.show('Scenes')
  await pictures.rail.getByRole('link', { name: 'Library' }).click()
  await expect(page.locator(`img[src="${latest}"]`).first()).toBeVisible()
})

test('compares, chooses and sets aside without a mouse', async ({ page }) => {
  const pictures = new Pictures(page)
  await pictures.drawCovers(2)
  await pictures.tabTo(pictures.chosen)
  const first = await pictures.chosen.getAttribute('aria-label')
  const step = (await pictures.candidates.first().getAttribute('aria-pressed')) === 'true' ? 'ArrowRight' : 'ArrowLeft'
  await page.keyboard.press(step)
  await page.keyboard.press('Enter')
  await expect(pictures.chosen).not.toHaveAccessibleName(first ?? '')

  const compare = pictures.main.getByRole('button', { name: 'Compare large' })
  await compare.focus()
  await page.keyboard.press('Enter')
  await expect(pictures.dialog.getByRole('button', { name: 'Chosen' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press(step === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight')
  await expect(pictures.dialog.getByRole('button', { name: 'Use this one' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(pictures.dialog.getByRole('button', { name: 'Chosen' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(compare).toBeFocused()
  await expect(pictures.chosen).toHaveAccessibleName(first ?? '')

  const count = await pictures.candidates.count()
  await pictures.tabTo(pictures.candidates.and(page.locator('[tabindex="0"]')))
  await page.keyboard.press('Delete')
  await expect(pictures.candidates).toHaveCount(count - 1)
  await expect(pictures.candidates.and(page.locator(':focus'))).toHaveCount(1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(pictures.candidates).toHaveCount(count)
})

test('takes a picture that is dropped on it, and leaves books to the shelf', async ({ page, workspace }) => {
  const library = new Library(page)
  const large = await paintPicture(page, workspace.file('large.png'), 900, 900)
  const small = await paintPicture(page, workspace.file('small.png'), 40, 40)
  const tab = page.getByRole('tabpanel', { name: 'Pictures' }).getByRole('heading', { name: 'Candidates' })

  const first = await dragFiles(page, [large], tab)
  await expect(page.getByText('Drop pictures to add them to the covers')).toBeVisible()
  await expect(page.getByText('Drop books to add them')).toBeHidden()
  await first.drop()
  await expect(page.getByRole('button', { name: /^Candidate \d+, Your own, 900 × 900 px$/ })).toBeVisible()

  await (await dragFiles(page, [small], tab)).drop()
  await expect(page.getByText(/40 × 40/)).toBeVisible()

  const book = await writeBook(workspace.file('another.html'), { title: 'Another Book' })
  const second = await dragFiles(page, [book], tab)
  await expect(page.getByText('Drop books to add them')).toBeVisible()
  await second.drop()
  await library.goTo('Library')
  await expect(library.title('Another Book')).toBeVisible()
})

test('says what scenes need, and takes a picture for one of them', async ({ page, workspace, keepPicture }) => {
  const pictures = new Pictures(page)
  const file = await paintPicture(page, workspace.file('scene.png'), 1280, 720)
  await pictures.show('Thumbnail')
  await expect(page.getByText('To have thumbnails drawn')).toBeVisible()
  await expect(pictures.drawButton).toBeDisabled()
  await pictures.show('Scenes')
  await expect(page.getByText('To have scenes drawn')).toBeVisible()
  await expectAccessible(page)
  const scene = page
    .getByRole('list', { name: 'Scenes' })
    .getByRole('listitem')
    .filter({ hasText: 'No picture yet' })
    .first()
  await (await dragFiles(page, [file], scene.getByText('No picture yet'))).drop()
  await page.getByRole('button', { name: 'Show the picture of scene 1 large' }).click()
  await expect(pictures.dialog.getByText('1 of 1 · Your own · chosen')).toBeVisible()
  await keepPicture('pictures-scene-large')
  await page.keyboard.press('Escape')
  await keepPicture('pictures-scenes')
  await page.getByRole('link', { name: 'Workflows' }).click()
  await expect(pictures.heading('Servers')).toBeVisible()
})

test('has all scenes painted, and one of them again in other words', async ({ studio, workspace, keepPicture }) => {
  await studio.stop()
  await paintWithBuiltInEngine(workspace)
  const page = await studio.start()
  const pictures = new Pictures(page)
  await new Library(page).open('Six Fables')
  await pictures.openTab('Pictures')
  await pictures.show('Scenes')
  await page.getByRole('button', { name: 'Draw all scenes…' }).click()
  const scenes = (await studio.request('picture.scenes', { bookId: await bookIdOf(studio) })).length
  await expect(pictures.dialog.getByText(`${scenes} scenes, ${scenes} pictures in all.`)).toBeVisible()
  await pictures.dialog.getByRole('radio', { name: /^Gothic/ }).click()
  await expectAccessible(page)
  await pictures.dialog.getByRole('button', { name: `Draw ${scenes} pictures` }).click()
  await expect(page.getByText(`${scenes} scenes, all with a picture`)).toBeVisible()

  await page.getByRole('button', { name: 'Draw scene 2…' }).click()
  const words = pictures.dialog.getByRole('textbox', { name: 'What is to be seen' })
  await expect(words).toHaveValue(/gothic/i)
  await words.fill('A hare asleep below a hedge')
  await pictures.dialog.getByRole('radio', { name: /^Anime/ }).click()
  await expect(words).toHaveValue('A hare asleep below a hedge')
  await pictures.dialog.getByRole('radio', { name: '1', exact: true }).click()
  await expectAccessible(page)
  await keepPicture('pictures-draw')
  await pictures.dialog.getByRole('button', { name: 'Draw 1 candidate' }).click()
  await page.getByRole('button', { name: /^Scene 2: Candidate 2, Anime, .* px$/ }).click()
  await page.getByRole('button', { name: 'Show the picture of scene 2 large' }).click()
  await pictures.dialog.getByText('How it was made').click()
  await expect(pictures.dialog.getByText('A hare asleep below a hedge')).toBeVisible()
})

async function bookIdOf(studio: StudioUnderTest): Promise<string> {
  return (await studio.request('title.list', {})).items[0]?.bookId ?? ''
}

/** Lets the built-in engine draw from a prompt: it sets the words in type, the rest is as with any model. */
async function paintWithBuiltInEngine(workspace: Workspace): Promise<void> {
  await appendFile(
    workspace.file('config/workflows.yaml'),
    `
T2I_plain:
  template_path: workflows/T2I_cover_v1.json
  description: 'Words on paper'
  job_type: T2I
  required_inputs: [prompt]
  inputs:
    prompt: { node: '1', input: title }
    seed: { node: '1', input: seed }
    width: { node: '1', input: width }
    height: { node: '1', input: height }
`,
  )
  const file = workspace.file('config/global.yaml')
  const settings = await readFile(file, 'utf8')
  await writeFile(file, settings.replace(/^( +picture_workflow:).*$/m, '$1 T2I_plain'))
}
