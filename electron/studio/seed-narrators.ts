import type { Database } from '#electron/database/open-database.ts'
import { FLITE_VOICES } from '#electron/engine/flite-voices.ts'
import { nextNarratorId } from '#electron/production/narrator-id.ts'
import type { Narrator } from '#shared/models/narrator.ts'

/** Speaks with the embedded engine's voices. */
export const EMBEDDED_SPEECH = 'T2S_flite_v1'

/**
 * Gives each voice of the embedded engine a narrator, under the next free ids.
 *
 * A voice that has one already is left alone, whatever a producer has made of it.
 */
export function seedNarrators(database: Pick<Database, 'narrators' | 'transaction'>, samplesDir: string): void {
  database.transaction(() => {
    const known = database.narrators.list()
    for (const { voice, nameHints, gender, language, description } of FLITE_VOICES) {
      const hasNarrator = known.some(
        ({ voiceModel, parameters }) => voiceModel === EMBEDDED_SPEECH && parameters.voice === voice,
      )
      if (hasNarrator) continue
      const narratorId = nextNarratorId(known)
      const narrator: Narrator = {
        narratorId,
        name: nameHints[0] ?? voice,
        voiceSamplePath: `${samplesDir}/${narratorId}.flac`,
        sampleText: null,
        voiceModel: EMBEDDED_SPEECH,
        language,
        gender,
        description,
        active: true,
        parameters: { voice, speed: 1 },
      }
      database.narrators.upsert(narrator)
      known.push(narrator)
    }
  })
}
