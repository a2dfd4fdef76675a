import { toast as sonner } from 'sonner'
import { failureOf } from '../state/follow-snapshot.ts'

interface ToastOptions {
  /** A way back or onwards: "Undo". */
  action?: { label: string; run: () => void }
}

/** Long enough to read it and to reach its button. */
const SHOWN_MS = 6000

/** Short messages at the lower edge that go by themselves; a screen reader hears them. */
export const toast = {
  say: (message: string, { action }: ToastOptions = {}): void => {
    sonner(message, {
      duration: action === undefined ? SHOWN_MS : SHOWN_MS * 2,
      ...(action === undefined ? {} : { action: { label: action.label, onClick: action.run } }),
    })
  },
  /** Shows why a request failed. */
  fail: (error: unknown): void => {
    sonner.error(failureOf(error).message, { duration: SHOWN_MS * 2 })
  },
}
