import { CircleAlert } from 'lucide-react'
import { Toaster } from 'sonner'

const TOAST = 'flex w-90 items-center gap-3 rounded-card bg-raised px-4 py-3 text-body text-text shadow-float'
const ACTION =
  'ml-auto h-7 shrink-0 cursor-default rounded-control bg-hover px-2.5 text-small font-semibold text-text hover:bg-line'

/** Where toasts appear, above what is at the lower edge; goes once into the window. */
export function ToastHost({ bottomPx }: { bottomPx: number }) {
  return (
    <Toaster
      position="bottom-right"
      containerAriaLabel="Messages"
      visibleToasts={4}
      icons={{ error: <CircleAlert aria-hidden className="size-4 text-danger" /> }}
      offset={{ bottom: bottomPx, right: 16 }}
      mobileOffset={{ bottom: bottomPx, right: 16, left: 16 }}
      toastOptions={{
        unstyled: true,
        classNames: { toast: TOAST, actionButton: ACTION, content: 'min-w-0 grow' },
      }}
    />
  )
}
