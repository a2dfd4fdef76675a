import { Notification, type BrowserWindow } from 'electron'
import type { Broadcast } from '#electron/ipc/broadcast.ts'
import type { ProductionCard } from '#shared/models/production-card.ts'
import type { ProductionStatus } from '#shared/models/production.ts'
import { PAGE_ADDRESS } from './addresses.ts'
import { focus } from './focus.ts'

/** Says on the desktop that a production ended or needs help, while the window is in the background. */
export function notify(window: BrowserWindow, broadcast: Broadcast): void {
  const known = new Map<number, ProductionStatus>()
  // Kept until it is clicked or closed: one that is collected does not answer a click.
  const shown = new Set<Notification>()
  const unsubscribe = broadcast.subscribe((events) => {
    for (const event of events) {
      if (event.name === 'studio.changed' && event.data.phase !== 'open') known.clear()
      if (event.name !== 'production.changed') continue
      const before = known.get(event.data.id)
      known.set(event.data.id, event.data.status)
      if (before === undefined || before === event.data.status || window.isFocused()) continue
      const message = endOf(event.data)
      if (message !== null) show(message, event.data.id)
    }
  })
  window.once('closed', unsubscribe)

  const show = (message: { title: string; body: string }, productionId: number): void => {
    if (!Notification.isSupported()) return
    const notification = new Notification(message)
    shown.add(notification)
    notification.on('close', () => shown.delete(notification))
    notification.on('click', () => {
      shown.delete(notification)
      focus(window)
      // Another fragment of the same page: nothing is loaded anew.
      void window.loadURL(`${PAGE_ADDRESS}#/production/${productionId}`)
    })
    notification.show()
  }
}

function endOf({ status, title, narratorName, error }: ProductionCard): { title: string; body: string } | null {
  if (status === 'completed')
    return { title: `${title} is ready`, body: `Read by ${narratorName}. It can be listened to now.` }
  if (status === 'failed')
    return { title: `${title} needs your help`, body: error?.message ?? 'The production stopped.' }
  return null
}
