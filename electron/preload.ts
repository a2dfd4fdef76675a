import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { EVENTS_CHANNEL, REQUEST_CHANNEL } from './shell/channels.ts'

type Listener = (events: unknown) => void

// Generic on purpose: a new route or event changes nothing here.
contextBridge.exposeInMainWorld('e3', {
  request: (route: unknown, input: unknown): Promise<unknown> => ipcRenderer.invoke(REQUEST_CHANNEL, route, input),
  subscribe: (listener: Listener): (() => void) => {
    const forward = (_event: IpcRendererEvent, events: unknown): void => listener(events)
    ipcRenderer.on(EVENTS_CHANNEL, forward)
    return () => void ipcRenderer.off(EVENTS_CHANNEL, forward)
  },
})
