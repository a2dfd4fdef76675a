import type { NarratorCard } from '#shared/models/narrator-card.ts'
import type { TitleCard } from '#shared/models/title-card.ts'

/** A narrator as a choice for one book. */
export interface NarratorChoice {
  narrator: NarratorCard
  speaksLanguage: boolean
}

/** Active narrators: the title's own first, then those of its language, those that cannot speak now at the end of each; else as the studio would choose. */
export function narratorChoices(
  narrators: Iterable<NarratorCard>,
  { language, narratorId }: Pick<TitleCard, 'language' | 'narratorId'>,
): NarratorChoice[] {
  const rank = ({ narrator, speaksLanguage }: NarratorChoice) =>
    (narrator.narratorId === narratorId ? 0 : 4) + (speaksLanguage ? 0 : 2) + (narrator.problem === null ? 0 : 1)
  return [...narrators]
    .filter(({ active }) => active)
    .map((narrator) => ({ narrator, speaksLanguage: baseOf(narrator.language) === baseOf(language) }))
    .sort((a, b) => rank(a) - rank(b) || (a.narrator.narratorId < b.narrator.narratorId ? -1 : 1))
}

/** `en` of `en-gb`. */
function baseOf(language: string): string {
  return language.split('-')[0] ?? language
}
