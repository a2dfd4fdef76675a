import type { NarratorDraft, VoiceModel } from '#shared/models/narrator-card.ts'

/** The values that a voice model starts with. */
export function defaultsOf(model: VoiceModel | undefined): NarratorDraft['parameters'] {
  return Object.fromEntries((model?.parameters ?? []).map((parameter) => [parameter.name, parameter.default]))
}
