/** Text as Flite reads it best, or null when there is nothing to speak. */
export function speakableText(text: string): string | null {
  const spoken = text.normalize('NFKD').replace(/\p{M}/gu, '')
  return /[a-z0-9]/i.test(spoken) ? spoken : null
}
