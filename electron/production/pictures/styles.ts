import { AppError } from '#shared/models/app-error.ts'
import type { PictureStyle, PictureStyleId } from '#shared/models/picture.ts'

/** A manner of painting, in the words that painting models were taught with. */
export interface StyleWords extends PictureStyle {
  id: PictureStyleId
  /** How a prompt begins; the subject follows. */
  medium: string
  /** How it is done, at the end of a prompt. */
  manner: string
  /** Colours that suit a mood; one of them is named. */
  palettes: Readonly<Record<'bright' | 'dark' | 'plain', string>>
  /** What must not come of it, besides letters. */
  avoid: string
}

/** What no picture of ours may hold, in any style: the words are set by us. */
export const NO_LETTERING = 'text, letters, title, caption, watermark, signature, logo, book cover mockup, frame'
const BAD_DRAWING = 'blurry, low quality, deformed hands, extra fingers, extra limbs, cropped face'

/** The styles in the order in which they are offered. */
export const STYLES: readonly StyleWords[] = [
  {
    id: 'classical-illustration',
    name: 'Classical illustration',
    description: 'Pen and ink with watercolour, as in an illustrated edition of a hundred years ago.',
    medium: 'Golden age book illustration, pen and ink with watercolour wash',
    manner: 'fine cross-hatching, delicate line work, soft paper texture, careful period detail, balanced composition',
    palettes: {
      bright: 'warm ochre, sky blue and cream',
      dark: 'indigo, sepia and lamp-black',
      plain: 'muted sepia, sage and faded rose',
    },
    avoid: 'photograph, 3d render, anime, neon colours',
  },
  {
    id: 'oil-painting',
    name: 'Oil painting',
    description: 'A painting of the nineteenth century: rich colour, deep light, visible brushwork.',
    medium: 'Oil painting on canvas in the manner of nineteenth-century romantic realism',
    manner: 'visible brushwork, rich glazes, chiaroscuro, atmospheric depth, museum quality',
    palettes: {
      bright: 'golden light, ultramarine and warm white',
      dark: 'umber, deep crimson and candle gold',
      plain: 'earth tones, olive and soft grey',
    },
    avoid: 'photograph, flat colours, line art, cartoon, anime',
  },
  {
    id: 'gothic',
    name: 'Gothic',
    description: 'Dark and brooding: engraving, mist and moonlight.',
    medium: 'Gothic illustration, dark romantic engraving',
    manner: 'dramatic shadows, mist, looming architecture, a single cold light, brooding atmosphere, intricate detail',
    palettes: {
      bright: 'bone white, pale gold and ash',
      dark: 'black, moonlit blue and dried blood red',
      plain: 'charcoal, pewter and dull violet',
    },
    avoid: 'cheerful, bright daylight, cartoon, cute, photograph, gore',
  },
  {
    id: 'anime',
    name: 'Anime',
    description: 'A painted frame of an animated film: clear lines, luminous skies.',
    medium: 'Anime film key visual, hand-painted background',
    manner: 'clean line art, cel shading, luminous sky, expressive faces, cinematic framing',
    palettes: {
      bright: 'azure, cloud white and fresh green',
      dark: 'midnight blue, violet and lantern orange',
      plain: 'soft pastel teal, peach and cream',
    },
    avoid: 'photograph, 3d render, realistic skin, western comic, oversized eyes',
  },
  {
    id: 'cartoon',
    name: 'Cartoon',
    description: 'Friendly shapes and bold outlines, for humour and for children.',
    medium: 'Storybook cartoon illustration',
    manner: 'bold outlines, simple rounded shapes, flat shading, lively poses, playful composition',
    palettes: {
      bright: 'sunny yellow, sky blue and tomato red',
      dark: 'deep teal, plum and warm lamplight',
      plain: 'mustard, turquoise and cream',
    },
    avoid: 'photograph, realistic, grim, gore, sketchy lines',
  },
]

/** Throws `picture.unknownStyle`. */
export function styleOf(id: string): StyleWords {
  const style = STYLES.find((one) => one.id === id)
  if (style !== undefined) return style
  const known = STYLES.map((one) => one.id).join(', ')
  throw new AppError('picture.unknownStyle', `There is no style ${id}. There are ${known}.`)
}

/** What a picture of this style must not show. */
export function negativePrompt({ avoid }: Pick<StyleWords, 'avoid'>): string {
  return [NO_LETTERING, avoid, BAD_DRAWING].join(', ')
}
