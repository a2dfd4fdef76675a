import { useSyncExternalStore } from 'react'

/** Wide enough for a list and what belongs to its chosen row side by side. */
const wide = matchMedia('(min-width: 1100px)')

function subscribe(listener: () => void): () => void {
  wide.addEventListener('change', listener)
  return () => wide.removeEventListener('change', listener)
}

export function useIsWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches)
}
