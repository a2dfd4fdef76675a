import { create } from 'zustand'
import { useEffect } from 'react'

/** The heading of the page that is shown; the window's name is made of it. */
export const usePageTitleStore = create<{ title: string | null }>(() => ({ title: null }))

/** Says what the present page is called. */
export function usePageTitle(title: string): void {
  useEffect(() => usePageTitleStore.setState({ title }), [title])
}
