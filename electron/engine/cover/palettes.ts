/** Colours of a cover: cloth, the foil stamped on it, and the text. */
export interface Palette {
  ground: string
  /** A shade of the ground, for depth without a second colour. */
  shade: string
  foil: string
  accent: string
  text: string
}

/** The palettes by name. */
export const PALETTES = {
  midnight: { ground: '#15203b', shade: '#1d2b4e', foil: '#d8b45c', accent: '#8fa3c7', text: '#f3e7cb' },
  oxblood: { ground: '#571a1e', shade: '#692327', foil: '#e0b870', accent: '#c98a78', text: '#f6e6c9' },
  forest: { ground: '#1b382c', shade: '#244739', foil: '#d6bb6e', accent: '#8db18f', text: '#f1e8cf' },
  ivory: { ground: '#f3ead6', shade: '#e9ddc2', foil: '#8c2d2a', accent: '#b58a4a', text: '#33261f' },
  slate: { ground: '#2e3b47', shade: '#394855', foil: '#e2c9a1', accent: '#d98e63', text: '#f4ede0' },
  plum: { ground: '#371c38', shade: '#452647', foil: '#dfa9a0', accent: '#a77aa4', text: '#f8e6dc' },
  teal: { ground: '#0e464d', shade: '#175860', foil: '#f0c27b', accent: '#7fb8ae', text: '#fbeed4' },
  saffron: { ground: '#d39a3a', shade: '#c68c2d', foil: '#472314', accent: '#8d3b1c', text: '#2f160d' },
  rose: { ground: '#ecd0c4', shade: '#e3c1b3', foil: '#7c2b3a', accent: '#b5745f', text: '#45202a' },
  sage: { ground: '#bcc6aa', shade: '#aebb9b', foil: '#233f30', accent: '#8a4a33', text: '#1c3024' },
  charcoal: { ground: '#201f22', shade: '#2b2a2e', foil: '#c8a166', accent: '#8c7f70', text: '#efe7da' },
  sky: { ground: '#b3c8d2', shade: '#a3bbc7', foil: '#1e3653', accent: '#9b4a38', text: '#172a42' },
} as const satisfies Record<string, Palette>

/** A palette's name, or `auto` for one that the seed picks. */
export type PaletteName = keyof typeof PALETTES | 'auto'

/** All names that a node takes. */
export const PALETTE_NAMES = ['auto', ...Object.keys(PALETTES)] as readonly PaletteName[]
