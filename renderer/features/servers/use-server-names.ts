import { useMemo } from 'react'
import { useServers } from '#renderer/state/servers.ts'
import type { ServerNames } from './workflow-words.ts'

/** How servers are called in the middle of a sentence. */
export function useServerNames(): ServerNames {
  const items = useServers((state) => state.items)
  return useMemo(
    () =>
      new Map(
        [...items.values()].map(({ name, kind, status }) => {
          const isBuiltIn = kind === 'embedded'
          return [name, { label: isBuiltIn ? 'the built-in engine' : name, isBuiltIn, isReady: status === 'ready' }]
        }),
      ),
    [items],
  )
}
