import type { PaletteName } from './palettes.ts'

/** What a cover is drawn from. */
export interface CoverRequest {
  title: string
  author: string
  palette: PaletteName
  seed: number
  widthPx: number
  heightPx: number
}
