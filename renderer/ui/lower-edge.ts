import { create } from 'zustand'
import { usePlayer } from '../state/player.ts'

/** How far what floats stays away from the edges of the window. */
export const EDGE_PX = 16
const PLAYER_PX = 72

/** The height of a panel at the lower right; messages appear above it. */
export const useLowerPanel = create<{ heightPx: number }>(() => ({ heightPx: 0 }))

/** How far above the window's lower edge there is room: the player has its place below. */
export function useLowerEdgePx(): number {
  return usePlayer(({ item }) => item !== null) ? PLAYER_PX + EDGE_PX : EDGE_PX
}

/** The same for messages, which stay clear of the panel too. */
export function useMessagesBottomPx(): number {
  const panelPx = useLowerPanel(({ heightPx }) => heightPx)
  return useLowerEdgePx() + (panelPx === 0 ? 0 : panelPx + EDGE_PX / 2)
}
