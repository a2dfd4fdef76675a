import type { Drawing } from './drawing.ts'

const PICTURE_OF_SHEET = { cover: 0.74, centre: 0.448 }
const SCALING = 'flags=lanczos+accurate_rnd+full_chroma_int'

/**
 * A filter graph from a picture (`0:v`) and a drawing (`1:v`) to `[out]` in RGB.
 *
 * The ground is the picture itself, blurred and darkened, with a grain that keeps dark shades from showing steps.
 */
export function composePicture(layout: Drawing['layout'], size: { widthPx: number; heightPx: number }): string {
  const { widthPx: width, heightPx: height } = size
  const [smallWidth, smallHeight] = [even(width / 12), even(height / 12)]
  const ground = [
    `scale=${smallWidth}:${smallHeight}:force_original_aspect_ratio=increase:flags=area`,
    `crop=${smallWidth}:${smallHeight},setsar=1,gblur=sigma=${(height / 180).toFixed(2)}`,
    darkened(layout === 'card' ? 0.36 : 0.55),
    `scale=${width}:${height}:flags=bicubic+accurate_rnd`,
    'vignette=angle=PI/4.5,noise=alls=3:all_seed=1',
  ].join(',')
  const start = `[0:v]format=rgb24,split=2[a][b];[a]${ground}[ground]`
  const finish = '[1:v]format=rgba[drawing];[shown][drawing]overlay=format=rgb[out]'
  switch (layout) {
    case 'card':
      return `${start};[b]nullsink;[ground]null[shown];${finish}`
    case 'cover':
      return `${start};${standing(height * PICTURE_OF_SHEET.cover, '(W-w)/2', `H*${PICTURE_OF_SHEET.centre}-h/2`, height)};${finish}`
    case 'scene':
      return `${start};${shown(width, height)};${finish}`
    case 'thumbnail':
      return `${start};${shown(width, height, 'W-w')};${finish}`
  }
}

/** A picture as high as told, on its shadow. */
function standing(boxHeight: number, x: string, y: string, height: number): string {
  const box = even(boxHeight)
  const blur = Math.round(height / 50)
  const pad = blur * 3
  const shadow = `format=gbrap,lutrgb=r=0:g=0:b=0,pad=iw+${2 * pad}:ih+${2 * pad}:${pad}:${pad}:color=black@0,gblur=sigma=${blur}:planes=8,colorchannelmixer=aa=0.7`
  return [
    `[b]scale=${even(box * 1.6)}:${box}:force_original_aspect_ratio=decrease:${SCALING},setsar=1,split=2[front][back]`,
    `[back]${shadow}[shadow]`,
    `[ground][shadow]overlay=x=${x}:y=${y}+${Math.round(blur / 2)}:format=rgb[shaded]`,
    `[shaded][front]overlay=x=${x}:y=${y}:format=rgb[shown]`,
  ].join(';')
}

/** A wide picture fills the screen; a high one is shown whole. */
function shown(width: number, height: number, x = '(W-w)/2'): string {
  const isWide = `gte(dar\\,1.3)`
  const scaledWidth = `if(${isWide}\\,max(${width}\\,ceil(${height}*dar/2)*2)\\,-2)`
  const scaledHeight = `if(${isWide}\\,max(${height}\\,ceil(${width}/dar/2)*2)\\,${height})`
  return [
    `[b]scale=w='${scaledWidth}':h='${scaledHeight}':${SCALING},setsar=1,crop=w='min(iw,${width})':h='min(ih,${height})'[front]`,
    `[ground][front]overlay=x=${x}:y=(H-h)/2:format=rgb[shown]`,
  ].join(';')
}

function darkened(factor: number): string {
  return `lutrgb=r=val*${factor}:g=val*${factor}:b=val*${factor}`
}

function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2)
}
