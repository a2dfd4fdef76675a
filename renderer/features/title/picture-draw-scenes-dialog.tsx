import { Paintbrush } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { request } from '#renderer/bridge.ts'
import { showPictures } from '#renderer/state/pictures.ts'
import { Button } from '#renderer/ui/button.tsx'
import { CheckboxField } from '#renderer/ui/checkbox-field.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { formatCount, pluralise } from '#renderer/ui/format.ts'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { toast } from '#renderer/ui/toast.ts'
import type { PictureDesk } from './picture-desk.ts'
import { CountField, ProblemNotice, StyleField, useStyleChoice } from './picture-draw-fields.tsx'
import { isBare, type Scene } from './picture-scene-rows.ts'

interface PictureDrawScenesDialogProps {
  desk: PictureDesk
  title: string
  scenes: readonly Scene[]
  onClose: () => void
}

/** Many scenes at once; it says how many pictures that is before it begins. */
export function PictureDrawScenesDialog({ desk, title, scenes, onClose }: PictureDrawScenesDialogProps) {
  const bare = scenes.filter(isBare)
  const means = desk.meansOf('scene')
  const { styleId, chooseStyle } = useStyleChoice(desk)
  const [count, setCount] = useState(1)
  const [isOnlyBare, setIsOnlyBare] = useState(bare.length > 0)
  const [asked, setAsked] = useState<{ done: number; of: number } | null>(null)
  const meant = isOnlyBare ? bare : scenes
  const pictures = meant.length * count

  // Closing the dialog stops the asking; what was asked for is drawn.
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])

  const draw = async () => {
    const { bookId, store } = desk
    const wanted = meant
    for (const [done, { kind, chapterIndex, paragraphIndex }] of wanted.entries()) {
      if (!isOpen.current) return
      setAsked({ done, of: wanted.length })
      try {
        const place = { bookId, kind, chapterIndex, paragraphIndex }
        showPictures(store, await request('picture.draw', { ...place, styleId, prompt: null, count }))
      } catch (error) {
        toast.fail(error)
        setAsked(null)
        return
      }
    }
    onClose()
    toast.say(`${pluralise(wanted.length * count, 'picture')} will be drawn, speech goes first.`)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={`${pluralise(meant.length, 'scene')}, ${pluralise(pictures, 'picture')} in all.`}
      footer={
        <>
          <Button onClick={onClose}>{asked === null ? 'Cancel' : 'Stop here'}</Button>
          <Button
            variant="primary"
            icon={Paintbrush}
            isBusy={asked !== null}
            disabled={styleId === '' || pictures === 0}
            onClick={() => void draw()}
          >
            Draw {pluralise(pictures, 'picture')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <ProblemNotice means={means} />
        <StyleField desk={desk} value={styleId} onChange={chooseStyle} />
        <CountField label="For each scene" value={count} onChange={setCount} />
        {bare.length > 0 && bare.length < scenes.length && (
          <CheckboxField
            label={`Only the ${formatCount(bare.length)} without a picture`}
            isChecked={isOnlyBare}
            onChange={setIsOnlyBare}
          />
        )}
        {asked !== null && <ProgressLine value={asked.done / asked.of} label="Scenes asked for" />}
        <p className="text-small text-muted">The studio writes the words for each scene from the text.</p>
      </div>
    </Dialog>
  )
}
