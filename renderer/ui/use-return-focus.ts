import { useRef } from 'react'

/** What opened a dialog: not the item of a menu that is gone by then, but the menu's button. */
function openerOf(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest('[role="menu"]')
  const opener = menu === null || menu === undefined ? focused : byId(menu.getAttribute('aria-labelledby'))
  return opener instanceof HTMLElement ? opener : null
}

function byId(id: string | null): Element | null {
  return id === null ? null : document.getElementById(id)
}

/** Gives the focus back to what opened a dialog, unless something else has taken it meanwhile. */
export function useReturnFocus() {
  const opener = useRef<HTMLElement | null>(null)
  return {
    remember: (): void => {
      opener.current = openerOf(document.activeElement)
    },
    giveBack: (event: Event): void => {
      event.preventDefault()
      if (document.activeElement !== document.body) return
      if (opener.current?.isConnected === true) opener.current.focus()
      else document.querySelector('h1')?.focus()
    },
  }
}
