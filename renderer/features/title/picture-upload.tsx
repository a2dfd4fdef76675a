import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { PicturePlace } from '#shared/models/picture.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { uploadPictures } from './picture-actions.ts'
import type { PictureDesk } from './picture-desk.ts'

/** Sends pictures to a place; `isSending` until the last has arrived. */
export function useUpload({ bookId, store }: PictureDesk) {
  const [sending, setSending] = useState(0)
  const send = async (place: PicturePlace, files: readonly File[]) => {
    const { kind, chapterIndex, paragraphIndex } = place
    setSending((count) => count + 1)
    await uploadPictures(store, { bookId, kind, chapterIndex, paragraphIndex }, files)
    setSending((count) => count - 1)
  }
  return { isSending: sending > 0, send }
}

interface UploadButtonProps {
  isBusy: boolean
  onPick: (files: File[]) => void
}

/** Takes pictures from the disk. */
export function UploadButton({ isBusy, onPick }: UploadButtonProps) {
  const { input, open } = useFileInput(onPick)
  return (
    <>
      <Button size="small" icon={Upload} isBusy={isBusy} onClick={open}>
        Upload…
      </Button>
      {input}
    </>
  )
}

interface UploadIconProps {
  label: string
  tabIndex: number
  isBusy: boolean
  onPick: (files: File[]) => void
}

/** The same where many stand below each other. */
export function UploadIcon({ label, tabIndex, isBusy, onPick }: UploadIconProps) {
  const { input, open } = useFileInput(onPick)
  return (
    <>
      <IconButton size="small" icon={Upload} label={label} isBusy={isBusy} tabIndex={tabIndex} onClick={open} />
      {input}
    </>
  )
}

/** The file field of the browser, which nobody sees. */
function useFileInput(onPick: (files: File[]) => void) {
  const field = useRef<HTMLInputElement>(null)
  const input = (
    <input
      ref={field}
      type="file"
      multiple
      hidden
      tabIndex={-1}
      aria-hidden
      accept="image/*"
      onChange={(event) => {
        onPick([...(event.target.files ?? [])])
        // The same file can be chosen again.
        event.target.value = ''
      }}
    />
  )
  return { input, open: () => field.current?.click() }
}
