import { useRef, type KeyboardEvent } from 'react'

interface ListboxOptions {
  labels: readonly string[]
  isEnabled: (index: number) => boolean
  isOpen: boolean
  setIsOpen: (isOpen: boolean) => void
  active: number
  setActive: (index: number) => void
  onChoose: (index: number) => void
}

/** Letters typed within this time make one word. */
const TYPING_MS = 700

/** The keys of a list of options whose button keeps the focus. */
export function useListboxKeys({ labels, isEnabled, isOpen, setIsOpen, active, setActive, onChoose }: ListboxOptions) {
  const typed = useRef({ text: '', atMs: 0 })

  const next = (from: number, step: 1 | -1): number => {
    for (let index = from; index >= 0 && index < labels.length; index += step) if (isEnabled(index)) return index
    return active
  }

  const findTyped = (letter: string, atMs: number): number => {
    const isSameWord = atMs - typed.current.atMs < TYPING_MS
    typed.current = { text: (isSameWord ? typed.current.text : '') + letter.toLowerCase(), atMs }
    const { text } = typed.current
    return labels.findIndex((label, index) => isEnabled(index) && label.toLowerCase().startsWith(text))
  }

  const target = (key: string): number | null => {
    switch (key) {
      case 'ArrowDown':
        return isOpen ? next(active + 1, 1) : active
      case 'ArrowUp':
        return isOpen ? next(active - 1, -1) : active
      case 'Home':
        return next(0, 1)
      case 'End':
        return next(labels.length - 1, -1)
      default:
        return null
    }
  }

  return (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (isOpen && (event.key === 'Enter' || event.key === ' ' || event.key === 'Tab')) {
      if (event.key !== 'Tab') event.preventDefault()
      onChoose(active)
      return
    }
    const moved = target(event.key)
    if (moved !== null) {
      event.preventDefault()
      setActive(moved)
      setIsOpen(true)
      return
    }
    if (event.key.length !== 1 || event.key === ' ') return
    const found = findTyped(event.key, event.timeStamp)
    if (found === -1) return
    if (isOpen) setActive(found)
    else onChoose(found)
  }
}
