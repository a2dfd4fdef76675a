import { Toaster } from 'sonner'

const TOAST =
  'flex w-90 items-center gap-3 rounded-card bg-raised px-4 py-3 text-body text-text shadow-float data-[type=error]:text-danger'
const ACTION =
  'ml-auto h-7 shrink-0 cursor-default rounded-control bg-hover px-2.5 text-small font-semibold text-text hover:bg-line'

/** Where toasts appear; goes once into the window. */
export function ToastHost() {
  return (
    <Toaster
      position="bottom-right"
      containerAriaLabel="Messages"
      visibleToasts={4}
      offset={{ bottom: 'calc(var(--player-height, 0px) + 16px)', right: '16px' }}
      toastOptions={{
        unstyled: true,
        classNames: { toast: TOAST, actionButton: ACTION, content: 'min-w-0 grow', icon: 'hidden' },
      }}
    />
  )
}
