import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { PicturePlace } from '#shared/models/picture.ts'
import { Button } from '#renderer/ui/button.tsx'
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
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={Upload} isBusy={isBusy} onClick={() => input.current?.click()}>
        Upload…
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden
        data-testid="pictures"
        accept="image/*"
        onChange={(event) => {
          onPick([...(event.target.files ?? [])])
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
