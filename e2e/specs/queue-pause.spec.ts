import { YELLOW_WALLPAPER } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { expectAccessible } from '../accessibility.ts'
import { Frame } from '../pages/frame.ts'
import { Library } from '../pages/library.ts'
import { Title } from '../pages/title.ts'

test('holds the queue up over a restart, says so everywhere, and goes on when it is resumed', async ({
  page,
  studio,
  keepPicture,
}) => {
  const library = new Library(page)
  await library.drop(YELLOW_WALLPAPER)
  await new Frame(page).runFromPalette('pause queue', /Pause or resume the queue/)
  await expect(page.getByText(/^Queue paused/)).toBeVisible()

  const again = await studio.restart()
  const [shelf, title, frame] = [new Library(again), new Title(again), new Frame(again)]
  await expect(again.getByText(/^Queue paused/)).toBeVisible()
  await shelf.open('The Yellow Wallpaper')
  await title.produce('Clara')
  await expect(again.getByText('Waiting: the queue is paused')).toBeVisible()

  await frame.goTo('Jobs')
  await expect(again.getByText(/^The queue is paused\. Nothing new is taken; \d+ jobs wait/)).toBeVisible()
  await expect(again.getByRole('radio', { name: 'Running 0' })).toBeVisible()
  await expectAccessible(again)
  await keepPicture('jobs-paused')
  await again.getByRole('main').getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(again.getByRole('radio', { name: /^Done [1-9]/ })).toBeVisible()

  await again.getByRole('tab', { name: 'Statistics' }).click()
  await expect(again.getByRole('row', { name: /Built-in engine Flite .* faster than speech/ })).toBeVisible()
  await expectAccessible(again)
  await keepPicture('jobs-statistics')
})
