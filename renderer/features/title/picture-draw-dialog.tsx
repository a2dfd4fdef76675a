import { Paintbrush } from 'lucide-react'
import { useState } from 'react'
import { PICTURE_LIMITS, type PicturePlace } from '#shared/models/picture.ts'
import { request } from '#renderer/bridge.ts'
import { placeKey, showPictures } from '#renderer/state/pictures.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { TextField } from '#renderer/ui/text-field.tsx'
import { toast } from '#renderer/ui/toast.ts'
import type { PictureDesk } from './picture-desk.ts'
import { CountField, ProblemNotice, StyleField, useStyleChoice } from './picture-draw-fields.tsx'

interface PictureDrawDialogProps {
  desk: PictureDesk
  place: PicturePlace
  title: string
  /** The words that a scene illustrates. */
  excerpt?: string | null
  onClose: () => void
}

/** In which style, from which words, how many. */
export function PictureDrawDialog({ desk, place, title, excerpt = null, onClose }: PictureDrawDialogProps) {
  const { bookId, store } = desk
  const means = desk.meansOf(place.kind)
  const isPainted = means?.manner !== 'type'
  const { styleId, chooseStyle } = useStyleChoice(desk)
  const [count, setCount] = useState(4)
  const [isAsking, setIsAsking] = useState(false)
  const prompt = usePrompt(desk, place, styleId)

  const draw = async () => {
    setIsAsking(true)
    try {
      const { kind, chapterIndex, paragraphIndex } = place
      const own = isPainted ? prompt.own : null
      showPictures(
        store,
        await request('picture.draw', { bookId, kind, chapterIndex, paragraphIndex, styleId, prompt: own, count }),
      )
      onClose()
    } catch (error) {
      toast.fail(error)
      setIsAsking(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size={isPainted ? 'wide' : 'normal'}
      title={title}
      {...(excerpt === null ? {} : { description: <p className="line-clamp-3 font-serif">{excerpt}</p> })}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            icon={Paintbrush}
            isBusy={isAsking}
            disabled={styleId === '' || (isPainted && prompt.isEmpty)}
            onClick={() => void draw()}
          >
            Draw {pluralise(count, 'candidate')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <ProblemNotice means={means} />
        {isPainted ? (
          <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] gap-6 max-[800px]:grid-cols-1">
            <StyleField desk={desk} value={styleId} onChange={chooseStyle} />
            <div className="flex flex-col gap-2">
              <TextField
                label="What is to be seen"
                isMultiline
                rows={10}
                maxLength={PICTURE_LIMITS.promptCharacters}
                value={prompt.shown}
                placeholder={prompt.isLoading ? 'The studio is writing it…' : ''}
                error={prompt.problem}
                hint={
                  prompt.own === null
                    ? 'Written by the studio from the book and the style. Change it as you like.'
                    : 'In your words. Another style does not change them.'
                }
                onChange={prompt.write}
              />
              {prompt.own !== null && (
                <Button variant="quiet" size="small" className="self-start" onClick={prompt.forget}>
                  Let the studio write it
                </Button>
              )}
            </div>
          </div>
        ) : (
          <p>Each candidate has a layout, a palette and an ornament of its own. Title and author are set in type.</p>
        )}
        <CountField label="How many" value={count} onChange={setCount} />
      </div>
    </Dialog>
  )
}

/** The studio's words for a style, until the producer writes others. */
function usePrompt({ bookId }: PictureDesk, place: PicturePlace, styleId: string) {
  const { kind, chapterIndex, paragraphIndex } = place
  const { status, failure, data } = useLoaded(`${placeKey(place)} ${styleId}`, async () =>
    styleId === '' ? null : request('picture.prompt', { bookId, kind, chapterIndex, paragraphIndex, styleId }),
  )
  const [own, setOwn] = useState<string | null>(null)
  const shown = own ?? data?.prompt ?? ''
  return {
    /** Null while the studio writes it. */
    own,
    shown,
    isLoading: status === 'loading',
    isEmpty: own !== null && own.trim() === '',
    problem: own === null ? (failure?.message ?? null) : null,
    write: (text: string) => setOwn(text),
    forget: () => setOwn(null),
  }
}
