export interface Narrator {
  /** `narrator_001` */
  narratorId: string
  name: string
  /** Relative to the workspace. */
  voiceSamplePath: string | null
  /** What the sample says, word for word; null where nobody has said. */
  sampleText: string | null
  /** The workflow that speaks: `T2S_flite_v1`. */
  voiceModel: string
  /** BCP 47, lower case. */
  language: string
  gender: string | null
  description: string | null
  active: boolean
  /** Values for the workflow's logical inputs: `voice`, `speed`. */
  parameters: Record<string, string | number | boolean>
}
