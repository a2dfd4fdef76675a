import { expect, test, vi } from 'vitest'
import type { PictureCard } from '#shared/models/picture.ts'
import { testPicture } from './test-picture.ts'
import { TestStudio } from './test-studio.ts'

const studio = new TestStudio()
studio.install()
const { createPictureStore, hidePicture, showPictures } = await import('./pictures.ts')

async function opened(items: PictureCard[]) {
  studio.answers['picture.list'] = () => ({ revision: studio.revision, items })
  const store = createPictureStore('pg98')
  const close = store.open()
  await vi.waitFor(() => expect(store.getState().status).toBe('ready'))
  const chosen = () => [...store.getState().items.values()].filter(({ isChosen }) => isChosen).map(({ id }) => id)
  return { store, close, chosen }
}
const changed = (data: PictureCard) => ({ name: 'picture.changed' as const, key: String(data.id), data })

test('has one chosen picture a place, whichever of the two is told first', async () => {
  const thumbnail = testPicture({ id: 3, kind: 'thumbnail', isChosen: true })
  const { chosen, close } = await opened([testPicture({ id: 1, isChosen: true }), testPicture({ id: 2 }), thumbnail])
  studio.tell(changed(testPicture({ id: 2, isChosen: true })))
  expect(chosen()).toEqual([2, 3])
  studio.tell(changed(testPicture({ id: 1, isChosen: false })))
  expect(chosen()).toEqual([2, 3])
  close()
})

test('takes nothing of another book', async () => {
  const { store, close } = await opened([testPicture({ id: 1 })])
  studio.tell(
    changed(testPicture({ id: 9, bookId: 'pg11' })),
    { name: 'picture.removed', key: '1', data: { bookId: 'pg11', id: 1 } },
    changed(testPicture({ id: 2 })),
  )
  expect([...store.getState().items.keys()]).toEqual(['1', '2'])
  close()
})

test('shows a choice at once and lets the studio have the last word', async () => {
  const first = testPicture({ id: 1, isChosen: true })
  const { store, chosen, close } = await opened([first, testPicture({ id: 2 })])
  showPictures(store, [testPicture({ id: 2, isChosen: true })])
  expect(chosen()).toEqual([2])
  studio.tell(changed(first))
  expect(chosen()).toEqual([1])
  hidePicture(store, testPicture({ id: 2 }))
  expect([...store.getState().items.keys()]).toEqual(['1'])
  close()
})
