import { AppError } from '#shared/models/app-error.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { Title } from '#shared/models/title.ts'
import type { Database } from '#electron/database/open-database.ts'

/** Who reads a title: the narrator asked for, else the title's own, else the first active one of its language. */
export function chooseNarrator(narrators: Database['narrators'], title: Title, wanted: string | null): Narrator {
  const narratorId = wanted ?? title.audiobookNarratorId
  if (narratorId !== null) return requireNarrator(narrators, narratorId)
  const language = title.language.split('-')[0]
  const fitting = narrators.list({ active: true }).find((narrator) => narrator.language.split('-')[0] === language)
  if (fitting !== undefined) return fitting
  throw new AppError(
    'narrator.noneForLanguage',
    `No active narrator reads “${title.language}”, the language of ${title.title}. Choose another, or add one for it.`,
    { data: { language: title.language } },
  )
}

/** The narrator, or `narrator.unknown`. */
export function requireNarrator(narrators: Pick<Database['narrators'], 'get'>, narratorId: string): Narrator {
  const narrator = narrators.get(narratorId)
  if (narrator !== null) return narrator
  throw new AppError('narrator.unknown', `There is no narrator ${narratorId}.`)
}
