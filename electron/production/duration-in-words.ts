/** `45 s`, `1 min 20 s`, `2 h 5 min`. */
export function durationInWords(durationSeconds: number): string {
  const seconds = Math.max(0, Math.round(durationSeconds))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
