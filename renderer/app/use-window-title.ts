import { useEffect } from 'react'
import { useStudio } from '../state/studio.ts'
import { usePageTitleStore } from '../ui/page-title.ts'

/** Keeps the window named after its page and environment: `Library — E3 Studio — ALPHA`. */
export function useWindowTitle(): void {
  const page = usePageTitleStore(({ title }) => title)
  const env = useStudio(({ status }) => status?.env)
  useEffect(() => {
    document.title = [page, 'E3 Studio', env?.toUpperCase()].filter(Boolean).join(' — ')
  }, [page, env])
}
