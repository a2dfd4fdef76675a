import { create } from 'zustand'
import type { MetadataDraft } from './metadata-draft.ts'

/** What was typed and not saved, by book: it survives another tab, another page and a broken connection. */
const useDrafts = create<{ drafts: ReadonlyMap<string, MetadataDraft> }>(() => ({ drafts: new Map() }))

export function useDraft(bookId: string): MetadataDraft | undefined {
  return useDrafts(({ drafts }) => drafts.get(bookId))
}

export function useHasDraft(bookId: string): boolean {
  return useDrafts(({ drafts }) => drafts.has(bookId))
}

export function keepDraft(bookId: string, draft: MetadataDraft | null): void {
  useDrafts.setState(({ drafts }) => {
    const next = new Map(drafts)
    if (draft === null) next.delete(bookId)
    else next.set(bookId, draft)
    return { drafts: next }
  })
}

/** Closing the window is the one way to lose what was typed: the browser asks first. */
window.addEventListener('beforeunload', (event) => {
  if (useDrafts.getState().drafts.size > 0) event.preventDefault()
})
