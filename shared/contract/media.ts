/**
 * Addresses of pictures and sounds, relative to the host's media root: ids, never paths.
 *
 * `version` makes an address new when its content is.
 */
export const mediaAddress = {
  /** A square picture; a drawn cover where the title has none of its own. */
  cover: (bookId: string, version: string, size: CoverSize): string => `cover/${bookId}/${size}?v=${version}`,
  sample: (narratorId: string, version: string): string => `sample/${narratorId}?v=${version}`,
  audition: (auditionId: string): string => `audition/${auditionId}`,
  /** An output of a workflow on trial, by its place in the list. */
  trial: (trialId: string, index: number): string => `trial/${trialId}/${index}`,
  chunk: (chunkId: number, version: string): string => `chunk/${chunkId}?v=${version}`,
  /** A finished chapter as one file. */
  chapter: (productionId: number, index: number, version: string): string =>
    `chapter/${productionId}/${index}?v=${version}`,
  /** A candidate of the Pictures tab, scaled to the size. */
  picture: (pictureId: number, version: string, size: CoverSize): string => `picture/${pictureId}/${size}?v=${version}`,
  /** A file of a release by its path in the release's folder, encoded as a component of an address. */
  release: (productionId: number, profileId: string, file: string, version: string): string =>
    `release/${productionId}/${profileId}/${encodeURIComponent(file)}?v=${encodeURIComponent(version)}`,
  /** A file of a title, by the id that `title.files` and `production.get` give. */
  file: (bookId: string, fileId: string): string => `file/${bookId}/${fileId}`,
} as const

/** `poster` suits a shelf, `full` a title's page. */
export const COVER_SIZES = { poster: 320, full: 1400 } as const
export type CoverSize = keyof typeof COVER_SIZES
