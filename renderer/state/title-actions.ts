import { create } from 'zustand'
import type { TitleCard } from '#shared/models/title-card.ts'
import { request } from '../bridge.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { toast } from '../ui/toast.ts'
import { useTitles } from './titles.ts'

/** With what a title's page is to open: the dialog that starts a production, or one of its tabs. */
export interface TitleWish {
  bookId: string
  opens: 'produce' | 'files' | 'release'
}

/** Set before going to a title's page, which takes it. */
export const useTitleWish = create<{ wish: TitleWish | null }>(() => ({ wish: null }))

/** Removes a title after asking, and offers the way back; true when it is gone. */
export async function removeTitle({ bookId, title, production }: TitleCard): Promise<boolean> {
  const audio = production === null ? '' : ' Its audiobook goes with it, and a production that runs is stopped.'
  const isSure = await askToConfirm({
    title: `Remove “${title}”?`,
    body: `The title leaves the shelf with its text and all that was made of it.${audio} Its folder is set aside, so you can bring it back: at once with Undo, later from the settings.`,
    action: 'Remove the title',
    isDangerous: true,
  })
  if (!isSure) return false
  try {
    await request('title.remove', { bookId })
  } catch (error) {
    toast.fail(error)
    return false
  }
  useTitles.setState(({ items }) => {
    const rest = new Map(items)
    rest.delete(bookId)
    return { items: rest }
  })
  toast.say(`“${title}” is off the shelf.`, { action: { label: 'Undo', run: () => void restoreTitle(bookId, title) } })
  return true
}

async function restoreTitle(bookId: string, title: string): Promise<void> {
  try {
    useTitles.set(await request('title.restore', { bookId }))
    toast.say(`“${title}” is back on the shelf.`)
  } catch (error) {
    toast.fail(error)
  }
}
