import type { NodeClass } from '../node-class.ts'
import { COVER_ART } from './cover-art.ts'
import { EMPTY_AUDIO } from './empty-audio.ts'
import { EMPTY_IMAGE } from './empty-image.ts'
import { FLITE_SPEECH } from './flite-speech.ts'
import { LOAD_AUDIO } from './load-audio.ts'
import { PREVIEW_ANY } from './preview-any.ts'
import { SAVE_AUDIO } from './save-audio.ts'
import { SAVE_IMAGE } from './save-image.ts'

/** The classes that no ComfyUI has without us. */
export const OWN_NODE_CLASSES: readonly string[] = [FLITE_SPEECH.name, COVER_ART.name]

/** The node classes that every engine has. */
export const CORE_NODES: readonly NodeClass[] = [
  FLITE_SPEECH,
  COVER_ART,
  LOAD_AUDIO,
  SAVE_AUDIO,
  EMPTY_AUDIO,
  SAVE_IMAGE,
  EMPTY_IMAGE,
  PREVIEW_ANY,
]
