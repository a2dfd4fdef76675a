/** What a picture is for: the book's cover, a video's thumbnail, a scene of a chapter. */
export const PICTURE_KINDS = ['cover', 'thumbnail', 'scene'] as const
export type PictureKind = (typeof PICTURE_KINDS)[number]

/** The manners of painting; `electron/production/pictures/styles.ts` says what they are. */
export const PICTURE_STYLE_IDS = ['classical-illustration', 'oil-painting', 'gothic', 'anime', 'cartoon'] as const
export type PictureStyleId = (typeof PICTURE_STYLE_IDS)[number]

/** Who wrote a prompt: our rules, the service of the configuration, or whoever asked for the picture. */
export type PromptAuthor = 'rules' | 'service' | 'producer'

export const PICTURE_STATUSES = ['waiting', 'drawing', 'done', 'failed'] as const
export type PictureStatus = (typeof PICTURE_STATUSES)[number]

/** Where a picture belongs: a scene begins with a paragraph of a chapter, counted from 1; both are 0 for the others. */
export interface PicturePlace {
  kind: PictureKind
  chapterIndex: number
  paragraphIndex: number
}

/** A candidate as the Pictures tab shows it. */
export interface PictureCard extends PicturePlace {
  id: number
  bookId: string
  status: PictureStatus
  /** What it was drawn from; null for one that was uploaded. */
  prompt: string | null
  promptBy?: PromptAuthor
  styleId: string | null
  seed: number | null
  workflowLabel: string | null
  origin: 'drawn' | 'uploaded' | 'book'
  isChosen: boolean
  widthPx: number | null
  heightPx: number | null
  /** Changes with the picture; part of its address. */
  version: string
  error: string | null
  createdAt: string
}

/** A manner of painting that prompts are written in. */
export interface PictureStyle {
  id: string
  name: string
  description: string
}

/** What pictures of a kind would be drawn with now. */
export interface PictureMeans {
  kind: PictureKind
  /** `type` sets title and author in type, `paint` follows prompt and style; null when no workflow can draw it. */
  manner: 'type' | 'paint' | null
  workflowLabel: string | null
  /** Why jobs for it would wait, in words: no server has its model; null when one can draw it now. */
  problem: string | null
}

/** A scene that a video would show, with the words that it illustrates. */
export interface SceneProposal extends PicturePlace {
  chapterTitle: string
  /** The beginning of its paragraph. */
  excerpt: string
}

export const PICTURE_LIMITS = {
  uploadBytes: 30_000_000,
  promptCharacters: 4000,
  /** Drawn at once for one place. */
  candidates: 8,
} as const
