import type { Audition } from '#shared/models/narrator-card.ts'

/** Auditions by the line that they speak, the latest line first, voices by name. */
export function groupByLine(auditions: readonly Audition[]): { text: string; auditions: Audition[] }[] {
  const groups = new Map<string, Audition[]>()
  const latestFirst = [...auditions].sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  for (const audition of latestFirst) groups.set(audition.text, [...(groups.get(audition.text) ?? []), audition])
  return [...groups].map(([text, spoken]) => ({
    text,
    auditions: spoken.sort((a, b) => a.narratorName.localeCompare(b.narratorName)),
  }))
}
