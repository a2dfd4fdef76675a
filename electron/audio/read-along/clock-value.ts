/** Whole milliseconds as the seconds that every reader understands: `83.25 s` is `83.250s`. */
export function secondsValue(ms: number): string {
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}s`
}

/** Whole milliseconds as `h:mm:ss.mmm`, the form that package documents use. */
export function clockValue(ms: number): string {
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, ms % 60_000]
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  return `${hours}:${twoDigits(minutes)}:${twoDigits(Math.floor(seconds / 1000))}.${String(seconds % 1000).padStart(3, '0')}`
}

/** Milliseconds of either form; NaN for any other text. */
export function parseClockValue(text: string): number {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text)
  if (seconds) return Math.round(Number(seconds[1]) * 1000)
  const clock = /^(\d+):([0-5]\d):([0-5]\d(?:\.\d+)?)$/.exec(text)
  return clock ? Math.round((Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1000) : NaN
}
