import { writeFile } from 'node:fs/promises'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'

const SCRIPT = `<img src=x onerror="window.isExecuted=true"><script>window.isExecuted=true</script>`
const escaped = SCRIPT.replaceAll('<', '&lt;')

test('shows markup in a title, a chapter and a text as the words that it is', async ({ workspace, studio, page }) => {
  const file = workspace.file('hostile.html')
  const sentences = 'The fox went out into the night and came home with a plum. '.repeat(40)
  await writeFile(
    file,
    `<html><head><title>${escaped}</title></head><body><h1>${escaped}</h1>
     <h2>Chapter I. ${escaped}</h2><p>${escaped} ${sentences}</p><h2>Chapter II.</h2><p>${sentences}</p></body></html>`,
  )
  await studio.stop()
  await workspace.e3('import', file)
  const shown = new Library(await studio.start())
  await expect(shown.main.getByText('onerror').first()).toBeVisible()
  expect(await shown.page.evaluate(() => 'isExecuted' in window)).toBe(false)
  expect(page.isClosed()).toBe(true)
})
