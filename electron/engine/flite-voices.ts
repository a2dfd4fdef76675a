/** A voice that the embedded engine speaks with. */
export interface FliteVoice {
  /** Flite's name, the value of the node's `voice` input. */
  voice: string
  /** Names that suit a narrator with this voice. */
  nameHints: readonly string[]
  gender: 'female' | 'male'
  /** BCP 47. */
  language: string
  description: string
  /** How much longer than at Flite's own pace sounds last; measured on ten novels, whose paces lie within 10 %. */
  durationStretch: number
}

/** What a logical `speed` of 1.0 means. */
export const NORMAL_PACE_WPM = 160

/**
 * The voices to offer, the best first.
 *
 * Flite also has kal, which sounds like a telephone, and awb_time, which can only tell the time.
 */
export const FLITE_VOICES: readonly FliteVoice[] = [
  {
    voice: 'slt',
    nameHints: ['Clara', 'Sarah'],
    gender: 'female',
    language: 'en',
    description: 'A clear, even American voice; the most natural of the four.',
    durationStretch: 1.215,
  },
  {
    voice: 'rms',
    nameHints: ['Russell', 'Martin'],
    gender: 'male',
    language: 'en',
    description: 'A calm, low American voice.',
    durationStretch: 1.073,
  },
  {
    voice: 'awb',
    nameHints: ['Alasdair', 'Alan'],
    gender: 'male',
    language: 'en',
    description: 'A Scottish voice with a brisk tone.',
    durationStretch: 1.202,
  },
  {
    voice: 'kal16',
    nameHints: ['Kevin', 'Karl'],
    gender: 'male',
    language: 'en',
    description: 'A robotic American voice of the early days, very clear and by far the fastest to make.',
    durationStretch: 1.258,
  },
]
