import type { NodePack } from '#shared/models/workflow-card.ts'

interface KnownPack extends NodePack {
  repository: string
  classes: readonly string[]
}

/** Each pack is found under its repository's name in ComfyUI-Manager. */
function pack(repository: string, classes: readonly string[]): KnownPack {
  return { name: repository.slice(repository.indexOf('/') + 1), repository, classes }
}

const QWEN_NODES = ['AILab_Qwen3TTSCustomVoice', 'AILab_Qwen3TTSVoiceDesign', 'AILab_Qwen3TTSVoiceClone']

const PACKS: readonly KnownPack[] = [
  pack('filliptm/ComfyUI_Fill-ChatterBox', [
    'FL_ChatterboxTTS',
    'FL_ChatterboxTurboTTS',
    'FL_ChatterboxMultilingualTTS',
    'FL_ChatterboxVC',
    'FL_ChatterboxDialogTTS',
  ]),
  pack('wildminder/ComfyUI-Chatterbox', ['ChatterboxTTS', 'ChatterboxVC']),
  pack('wildminder/ComfyUI-VibeVoice', ['VibeVoiceTTS']),
  pack('Enemyx-net/VibeVoice-ComfyUI', [
    'VibeVoiceSingleSpeakerNode',
    'VibeVoiceMultipleSpeakersNode',
    'VibeVoiceFreeMemoryNode',
  ]),
  pack('1038lab/ComfyUI-QwenTTS', [...QWEN_NODES, ...QWEN_NODES.map((name) => `${name}_Advanced`)]),
  pack('flybirdxx/ComfyUI-Qwen-TTS', ['FB_Qwen3TTSVoiceClone', 'FB_Qwen3TTSVoiceDesign', 'FB_Qwen3TTSCustomVoice']),
  pack('benjiyaya/ComfyUI-KokoroTTS', ['Kokoro TextToSpeech']),
  pack('niknah/ComfyUI-F5-TTS', ['F5TTSAudio', 'F5TTSAudioInputs', 'F5TTSAudioAdvanced']),
  pack('snicolast/ComfyUI-IndexTTS2', [
    'IndexTTS2Simple',
    'IndexTTS2Advanced',
    'IndexTTS2EmotionVector',
    'IndexTTS2EmotionFromText',
  ]),
  pack('diodiogod/TTS-Audio-Suite', [
    'ChatterBoxEngineNode',
    'Qwen3TTSEngineNode',
    'VibeVoiceEngineNode',
    'IndexTTSEngineNode',
    'F5TTSEngineNode',
    'HiggsAudioEngineNode',
    'CosyVoiceEngineNode',
    'RVCEngineNode',
    'UnifiedTTSTextNode',
    'UnifiedASRTranscribeNode',
  ]),
  pack('yuvraj108c/ComfyUI-Whisper', ['Apply Whisper', 'Save SRT']),
]
const PACK_OF = new Map(PACKS.flatMap(({ classes, ...pack }) => classes.map((name) => [name, pack] as const)))

/** The classes of ComfyUI itself that sound, picture and music graphs are made of; a server that lacks one is too old. */
const CORE_CLASSES: ReadonlySet<string> = new Set([
  'AudioAdjustVolume',
  'AudioConcat',
  'AudioMerge',
  'CheckpointLoaderSimple',
  'CLIPLoader',
  'CLIPTextEncode',
  'ConditioningZeroOut',
  'DualCLIPLoader',
  'EmptyAceStepLatentAudio',
  'EmptyAudio',
  'EmptyImage',
  'EmptyLatentAudio',
  'EmptyLatentImage',
  'EmptySD3LatentImage',
  'FluxGuidance',
  'KSampler',
  'KSamplerAdvanced',
  'LatentApplyOperationCFG',
  'LatentOperationTonemapReinhard',
  'LoadAudio',
  'LoadImage',
  'LoraLoader',
  'LoraLoaderModelOnly',
  'ModelSamplingAuraFlow',
  'ModelSamplingSD3',
  'PreviewAny',
  'PreviewAudio',
  'PreviewImage',
  'PrimitiveString',
  'PrimitiveStringMultiline',
  'RandomNoise',
  'SamplerCustomAdvanced',
  'SaveAudio',
  'SaveAudioMP3',
  'SaveAudioOpus',
  'SaveImage',
  'SaveVideo',
  'SplitAudioChannels',
  'StringConcatenate',
  'TextEncodeAceStepAudio',
  'TrimAudioDuration',
  'UNETLoader',
  'VAEDecode',
  'VAEDecodeAudio',
  'VAEEncode',
  'VAEEncodeAudio',
  'VAELoader',
])
const PACK_FOLDER = /^custom_nodes\.([^.].*)$/

/** Whether ComfyUI brings the class itself, as far as the studio knows. */
export function isCoreClass(classType: string): boolean {
  return CORE_CLASSES.has(classType)
}

/**
 * The pack that has a node class; null for ComfyUI's own and for those that nobody told of.
 *
 * @param description what a server's `/object_info` says of the class: it names the folder of a pack that is not in our list.
 */
export function packOf(classType: string, description: unknown = null): NodePack | null {
  const known = PACK_OF.get(classType)
  if (known !== undefined || isCoreClass(classType)) return known ?? null
  const module = (description as { python_module?: unknown } | null)?.python_module
  const folder = typeof module === 'string' ? PACK_FOLDER.exec(module)?.[1] : undefined
  return folder === undefined ? null : { name: folder, repository: null }
}
