/** `01:02:03.004`; a hundred hours and more take three digits. */
export function timestamp(ms: number, mark: ',' | '.'): string {
  const whole = Math.max(0, Math.round(ms))
  const digits = (value: number, length: number) => String(value).padStart(length, '0')
  const [hours, minutes] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60]
  const seconds = Math.floor(whole / 1000) % 60
  return `${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds, 2)}${mark}${digits(whole % 1000, 3)}`
}
