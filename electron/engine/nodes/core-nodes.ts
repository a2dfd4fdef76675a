import type { NodeClass } from '../node-class.ts'
import { COVER_ART } from './cover-art.ts'
import { EMPTY_AUDIO } from './empty-audio.ts'
import { EMPTY_IMAGE } from './empty-image.ts'
import { FLITE_SPEECH } from './flite-speech.ts'
import { LOAD_AUDIO } from './load-audio.ts'
import { PREVIEW_ANY } from './preview-any.ts'
import { PREVIEW_AUDIO, SAVE_AUDIO, SAVE_AUDIO_MP3, SAVE_AUDIO_OPUS } from './save-audio.ts'
import { PREVIEW_IMAGE, SAVE_IMAGE } from './save-image.ts'
import {
  AUDIO_ADJUST_VOLUME,
  AUDIO_CONCAT,
  AUDIO_MERGE,
  SPLIT_AUDIO_CHANNELS,
  TRIM_AUDIO_DURATION,
} from './shape-audio.ts'
import { PRIMITIVE_STRING, PRIMITIVE_STRING_MULTILINE, STRING_CONCATENATE } from './text-nodes.ts'

/** The classes that no ComfyUI has without us. */
export const OWN_NODE_CLASSES: readonly string[] = [FLITE_SPEECH.name, COVER_ART.name]

/** The node classes that every engine has. */
export const CORE_NODES: readonly NodeClass[] = [
  FLITE_SPEECH,
  COVER_ART,
  LOAD_AUDIO,
  SAVE_AUDIO,
  SAVE_AUDIO_MP3,
  SAVE_AUDIO_OPUS,
  PREVIEW_AUDIO,
  EMPTY_AUDIO,
  TRIM_AUDIO_DURATION,
  AUDIO_CONCAT,
  AUDIO_MERGE,
  AUDIO_ADJUST_VOLUME,
  SPLIT_AUDIO_CHANNELS,
  SAVE_IMAGE,
  PREVIEW_IMAGE,
  EMPTY_IMAGE,
  PREVIEW_ANY,
  PRIMITIVE_STRING,
  PRIMITIVE_STRING_MULTILINE,
  STRING_CONCATENATE,
]
