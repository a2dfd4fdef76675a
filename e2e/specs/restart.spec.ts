import { YELLOW_WALLPAPER } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'
import { Title } from '../pages/title.ts'

test('goes on with a production by itself after it was killed', async ({ page, studio }) => {
  test.setTimeout(120_000)
  const [library, title] = [new Library(page), new Title(page)]
  await library.drop(YELLOW_WALLPAPER)
  await library.open('The Yellow Wallpaper')
  await title.produce('Kevin')
  await expect(page.getByText(/^([2-9]|\d\d) of \d+ spoken/).first()).toBeVisible()

  const again = await studio.killAndRestart()
  await new Library(again).open('The Yellow Wallpaper')
  await expect(new Title(again).listen).toBeVisible({ timeout: 90_000 })
})
