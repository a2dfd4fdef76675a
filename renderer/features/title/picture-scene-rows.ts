import type { PictureCard, PicturePlace, SceneProposal } from '#shared/models/picture.ts'
import type { ChapterSummary } from '#shared/models/title-card.ts'
import { byPlace, placeKey } from '#renderer/state/pictures.ts'

/** A place in the text with its candidates, the latest first. */
export interface Scene extends PicturePlace {
  /** The words that it illustrates; null where a picture is left of a text that was another one. */
  excerpt: string | null
  chosen: PictureCard | null
  candidates: readonly PictureCard[]
}

export interface SceneChapter {
  index: number
  title: string
  scenes: readonly Scene[]
}

/** A line of the list of scenes. */
export type SceneRow = { kind: 'chapter'; chapter: SceneChapter } | { kind: 'scene'; scene: Scene; number: number }

/** What a line of the list asks a dialog for. */
export type SceneWish =
  | { kind: 'draw'; scene: Scene; number: number }
  | { kind: 'drawMany'; title: string; scenes: readonly Scene[] }
  | { kind: 'show'; place: PicturePlace; number: number; firstId: number }

/** The scenes by chapter in reading order: those that are proposed, and those that have pictures all the same. */
export function sceneChapters(
  proposals: readonly SceneProposal[],
  pictures: Iterable<PictureCard>,
  chapters: readonly Pick<ChapterSummary, 'index' | 'title'>[],
): SceneChapter[] {
  const candidates = byPlace([...pictures].filter(({ kind }) => kind === 'scene'))
  const excerpts = new Map(proposals.map((proposal) => [placeKey(proposal), proposal.excerpt]))
  const places = new Map<string, PicturePlace>()
  for (const proposal of proposals) places.set(placeKey(proposal), proposal)
  for (const [key, [picture]] of candidates) if (picture !== undefined && !places.has(key)) places.set(key, picture)

  const titles = new Map(chapters.map(({ index, title }) => [index, title]))
  for (const { chapterIndex, chapterTitle } of proposals) titles.set(chapterIndex, chapterTitle)

  const inOrder = [...places].sort(
    ([, a], [, b]) => a.chapterIndex - b.chapterIndex || a.paragraphIndex - b.paragraphIndex,
  )
  const scenes = new Map<number, Scene[]>()
  for (const [key, { kind, chapterIndex, paragraphIndex }] of inOrder) {
    const own = candidates.get(key) ?? []
    const scene = {
      kind,
      chapterIndex,
      paragraphIndex,
      excerpt: excerpts.get(key) ?? null,
      chosen: own.find(({ isChosen }) => isChosen) ?? null,
      candidates: own,
    }
    scenes.set(chapterIndex, [...(scenes.get(chapterIndex) ?? []), scene])
  }
  return [...scenes].map(([index, own]) => ({ index, title: titles.get(index) ?? `Chapter ${index}`, scenes: own }))
}

/** The chapters with their scenes as lines, each scene with its number in the book. */
export function sceneRows(chapters: readonly SceneChapter[]): SceneRow[] {
  let number = 0
  return chapters.flatMap((chapter) => [
    { kind: 'chapter' as const, chapter },
    ...chapter.scenes.map((scene) => ({ kind: 'scene' as const, scene, number: ++number })),
  ])
}

/** Nothing is drawn or on its way for it. */
export function isBare({ candidates }: Pick<Scene, 'candidates'>): boolean {
  return candidates.every(({ status }) => status === 'failed')
}
