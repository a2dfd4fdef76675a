import { z } from 'zod'
import {
  LARGEST_SAMPLE_BYTES,
  type Audition,
  type NarratorCard,
  type SampleReport,
  type VoiceModel,
  type Waveform,
} from '../models/narrator-card.ts'
import { bytes, fileName, folderId, inputValues, language, rowId, text } from './fields.ts'
import type { Snapshot } from './event.ts'
import { route } from './route.ts'

const narratorId = folderId
const draft = {
  name: text(80),
  voiceModel: text(100),
  language,
  gender: text(40).nullable(),
  description: text(1000).nullable(),
  sampleText: text(2000).nullable().optional(),
  parameters: inputValues,
}
/** The voices. */
export const NARRATOR_ROUTES = {
  'narrator.list': route({})<Snapshot<NarratorCard>>(),
  'narrator.create': route(draft)<NarratorCard>(),
  'narrator.update': route({
    narratorId,
    changes: z.strictObject({ ...draft, active: z.boolean() }).partial(),
  })<NarratorCard>(),
  'narrator.voiceModels': route({})<VoiceModel[]>(),
  /** Checks, converts and keeps a recording; throws `sample.…` with what is wrong and what would be right. */
  'narrator.setSample': route({ narratorId, name: fileName, bytes: bytes(LARGEST_SAMPLE_BYTES) })<SampleReport>(),
  'narrator.removeSample': route({ narratorId })<NarratorCard>(),
  'narrator.waveform': route({ narratorId })<Waveform>(),
  /** Has one line, or the opening of a chapter, spoken by each of the narrators. */
  'audition.start': route({
    narratorIds: z.array(narratorId).min(1).max(12),
    line: z.union([z.strictObject({ text: text(600) }), z.strictObject({ bookId: folderId, chapterIndex: rowId })]),
  })<Audition[]>(),
  'audition.list': route({})<Snapshot<Audition>>(),
  'audition.clear': route({})<null>(),
} as const
