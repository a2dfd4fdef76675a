import { create } from 'zustand'
import type { ImportItem } from '#shared/models/import-item.ts'
import { isJobFile, type PickedFile } from './walk-entries.ts'

/** A file that the studio does not have yet, or did not take. */
export interface OutgoingFile {
  key: number
  name: string
  status: 'waiting' | 'sending' | 'refused'
  message: string | null
}

interface OutboxOptions {
  largestBytes: number
  sendBook: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<ImportItem>
  sendJob: (name: string, yaml: string) => Promise<void>
  /** Why the studio did not take a file, in words. */
  reasonOf: (error: unknown) => string
  /** A book has reached the studio: from here on the studio tells of it. */
  onBook: (item: ImportItem) => void
}

/** So many files are in memory and on the wire at once. */
const SENT_AT_ONCE = 2

/** Makes the queue of files on their way to the studio: each is read when its turn comes and forgotten when it has arrived. */
export function createOutbox({ largestBytes, sendBook, sendJob, reasonOf, onBook }: OutboxOptions) {
  const useOutbox = create<{ files: readonly OutgoingFile[] }>(() => ({ files: [] }))
  const waiting: { key: number; picked: PickedFile }[] = []
  let keys = 0
  let sending = 0

  const patch = (key: number, change: Partial<OutgoingFile>) =>
    useOutbox.setState(({ files }) => ({
      files: files.map((file) => (file.key === key ? { ...file, ...change } : file)),
    }))
  const forget = (keep: (file: OutgoingFile) => boolean) =>
    useOutbox.setState(({ files }) => ({ files: files.filter(keep) }))

  const sendOne = async (key: number, { name, open }: PickedFile): Promise<void> => {
    try {
      const file = await open()
      const refusal = refusalOf(file, largestBytes)
      if (refusal !== null) {
        patch(key, { status: 'refused', message: refusal })
        return
      }
      if (isJobFile(name)) await sendJob(name, await file.text())
      else onBook(await sendBook(name, new Uint8Array(await file.arrayBuffer())))
      forget((sent) => sent.key !== key)
    } catch (error) {
      const message =
        error instanceof DOMException ? 'It cannot be read: it may have been moved or deleted.' : reasonOf(error)
      patch(key, { status: 'refused', message })
    }
  }

  const pump = (): void => {
    while (sending < SENT_AT_ONCE) {
      const next = waiting.shift()
      if (next === undefined) return
      sending += 1
      patch(next.key, { status: 'sending' })
      void sendOne(next.key, next.picked).finally(() => {
        sending -= 1
        pump()
      })
    }
  }

  return Object.assign(useOutbox, {
    send: (picked: readonly PickedFile[]): void => {
      const added = picked.map((file) => ({ key: ++keys, picked: file }))
      waiting.push(...added)
      const files = added.map(({ key, picked: { name } }) => ({ key, name, status: 'waiting' as const, message: null }))
      useOutbox.setState((state) => ({ files: [...state.files, ...files] }))
      pump()
    },
    /** Takes back what was not sent yet: one file, or all. */
    cancel: (key?: number): void => {
      const isMeant = (candidate: number) => key === undefined || candidate === key
      const stays = waiting.filter((entry) => !isMeant(entry.key))
      waiting.splice(0, waiting.length, ...stays)
      forget((file) => file.status !== 'waiting' || !isMeant(file.key))
    },
    /** Forgets the refused. */
    clear: (): void => forget(({ status }) => status !== 'refused'),
  })
}

function refusalOf({ size }: File, largestBytes: number): string | null {
  if (size === 0) return 'The file is empty.'
  if (size <= largestBytes) return null
  const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024)
  return `It has ${megabytes(size)} MB. A book may have up to ${megabytes(largestBytes)} MB.`
}
