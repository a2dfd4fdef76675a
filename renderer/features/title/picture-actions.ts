import { PICTURE_LIMITS, type PictureCard, type PicturePlace } from '#shared/models/picture.ts'
import { request } from '#renderer/bridge.ts'
import { hidePicture, showPictures, type PictureStore } from '#renderer/state/pictures.ts'
import { formatBytes } from '#renderer/ui/format.ts'
import { toast } from '#renderer/ui/toast.ts'

/** Makes it the one of its place; shown at once, taken back when the studio refuses. */
export async function choosePicture(store: PictureStore, picture: PictureCard): Promise<void> {
  if (picture.isChosen || picture.status !== 'done') return
  showPictures(store, [{ ...picture, isChosen: true }])
  try {
    showPictures(store, [await request('picture.choose', { id: picture.id })])
  } catch (error) {
    toast.fail(error)
    await store.reload()
  }
}

/** Has the same drawn once more, as another version. */
export async function drawAgain(store: PictureStore, { id }: PictureCard): Promise<void> {
  try {
    showPictures(store, [await request('picture.again', { id })])
  } catch (error) {
    toast.fail(error)
  }
}

/** Draws what could not be drawn once more, in its stead. */
export async function retryPicture(store: PictureStore, picture: PictureCard): Promise<void> {
  try {
    showPictures(store, [await request('picture.again', { id: picture.id })])
    hidePicture(store, picture)
    await request('picture.remove', { id: picture.id })
  } catch (error) {
    toast.fail(error)
    await store.reload()
  }
}

/** Sets a candidate aside and offers the way back. */
export async function removePicture(store: PictureStore, picture: PictureCard): Promise<void> {
  hidePicture(store, picture)
  try {
    await request('picture.remove', { id: picture.id })
  } catch (error) {
    toast.fail(error)
    await store.reload()
    return
  }
  toast.say('The picture is set aside.', { action: { label: 'Undo', run: () => void bringBack(store, picture) } })
}

async function bringBack(store: PictureStore, { id }: PictureCard): Promise<void> {
  try {
    showPictures(store, [await request('picture.restore', { id })])
  } catch (error) {
    toast.fail(error)
  }
}

/** Sends pictures one after the other; says of each that cannot be taken why, and goes on with the next. */
export async function uploadPictures(
  store: PictureStore,
  place: PicturePlace & { bookId: string },
  files: readonly File[],
): Promise<void> {
  for (const file of files) {
    if (file.size > PICTURE_LIMITS.uploadBytes) {
      const most = formatBytes(PICTURE_LIMITS.uploadBytes)
      toast.say(`“${file.name}” has ${formatBytes(file.size)}. A picture may have up to ${most}.`)
      continue
    }
    try {
      const data = new Uint8Array(await file.arrayBuffer())
      showPictures(store, [await request('picture.upload', { ...place, data })])
    } catch (error) {
      if (error instanceof DOMException) toast.say(`“${file.name}” cannot be read: it may have been moved or deleted.`)
      else toast.fail(error)
    }
  }
}
