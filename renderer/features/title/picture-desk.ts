import { useEffect, useMemo } from 'react'
import type { PictureKind, PictureMeans, PictureStyle } from '#shared/models/picture.ts'
import { request } from '#renderer/bridge.ts'
import type { PictureStore } from '#renderer/state/pictures.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { useServers } from '#renderer/state/servers.ts'

/** What all parts of the tab share. */
export interface PictureDesk {
  bookId: string
  store: PictureStore
  styles: readonly PictureStyle[]
  /** Null until the studio has said. */
  meansOf: (kind: PictureKind) => PictureMeans | null
}

const NO_STYLES: readonly PictureStyle[] = []

/** Styles and means of drawing; the means are asked for again when a server comes or goes. */
export function usePictureDesk(bookId: string, store: PictureStore): PictureDesk {
  const { data: styles } = useLoaded('styles', () => request('picture.styles', {}))
  const { data: means, reload } = useLoaded('means', () => request('picture.means', {}))
  const ready = useServers(({ items }) => [...items.values()].filter(({ status }) => status === 'ready').length)
  useEffect(() => reload(), [reload, ready])
  return useMemo(
    () => ({
      bookId,
      store,
      styles: styles ?? NO_STYLES,
      meansOf: (kind) => means?.find((one) => one.kind === kind) ?? null,
    }),
    [bookId, store, styles, means],
  )
}
