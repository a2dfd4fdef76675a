import { useEffect, useRef } from 'react'

/** Reloads when the value changes, at most once in so many ms however often it does. */
export function useReloadOn(value: number | null, reload: () => void, everyMs: number): void {
  const latest = useRef({ value, reload })
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    const before = latest.current.value
    latest.current = { value, reload }
    // The first value is that of what has just been loaded.
    if (value === before || before === null) return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      latest.current.reload()
    }, everyMs)
  }, [value, reload, everyMs])
  useEffect(() => () => clearTimeout(timer.current), [])
}
