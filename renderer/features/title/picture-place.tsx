import { ImageIcon, Maximize2, Paintbrush, RefreshCw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { PictureCard, PictureKind } from '#shared/models/picture.ts'
import type { TitleCard } from '#shared/models/title-card.ts'
import { Button } from '#renderer/ui/button.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { Cover } from '#renderer/ui/cover.tsx'
import { ScrollArea } from '#renderer/ui/scroll-area.tsx'
import { drawAgain } from './picture-actions.ts'
import { PictureCompare } from './picture-compare.tsx'
import type { PictureDesk } from './picture-desk.ts'
import { PictureDrawDialog } from './picture-draw-dialog.tsx'
import { PictureDrop } from './picture-drop.tsx'
import { PictureGrid } from './picture-grid.tsx'
import { PictureImage } from './picture-image.tsx'
import { UploadButton, useUpload } from './picture-upload.tsx'
import { canDrawWith, KIND_WORDS, originOf, sizeOf } from './picture-words.ts'

interface PicturePlaceViewProps {
  desk: PictureDesk
  card: TitleCard
  kind: Exclude<PictureKind, 'scene'>
  /** The latest first. */
  pictures: readonly PictureCard[]
}

/** The chosen picture of the book large, the others to choose from. */
export function PicturePlaceView({ desk, card, kind, pictures }: PicturePlaceViewProps) {
  const [comparedId, setComparedId] = useState<number | null>(null)
  const [isDrawing, setIsDrawing] = useState(false)
  const { isSending, send } = useUpload(desk)
  const place = { kind, chapterIndex: 0, paragraphIndex: 0 }
  const upload = (files: File[]) => void send(place, files)
  const finished = pictures.filter(({ status }) => status === 'done')
  const chosen = pictures.find(({ isChosen }) => isChosen) ?? null
  const words = KIND_WORDS[kind]
  const canDraw = canDrawWith(desk.meansOf(kind))
  return (
    <PictureDrop words={`Drop pictures to add them to the ${words.many}`} onDrop={upload} className="h-full">
      <ScrollArea className="-mx-1 h-full overflow-y-auto px-1">
        <div className="@container flex flex-col gap-6 pt-1 pb-8">
          <section aria-label={`The ${words.one}`} className="flex gap-6 @max-[40rem]:gap-4 @max-[22rem]:flex-col">
            <div
              className={classNames(
                'shrink-0 max-w-full',
                kind === 'cover' ? 'w-60 @max-[40rem]:w-40' : 'w-96 @max-[40rem]:w-56',
              )}
            >
              <Frame kind={kind}>
                {chosen !== null && <PictureImage picture={chosen} size="full" className="size-full" />}
                {chosen === null && kind === 'cover' && (
                  <Cover
                    bookId={card.bookId}
                    version={card.coverVersion}
                    title={card.title}
                    size="full"
                    className="size-full"
                  />
                )}
                {chosen === null && kind === 'thumbnail' && (
                  <ImageIcon aria-hidden className="size-8 text-muted" strokeWidth={1.25} />
                )}
              </Frame>
            </div>
            <div className="flex min-w-0 flex-col gap-2">
              <h2 className="text-title font-semibold">
                {chosen === null ? `No ${words.one} chosen yet` : `The ${words.one}`}
              </h2>
              {chosen === null ? (
                <p className="max-w-[48ch] text-pretty text-muted">{words.none}</p>
              ) : (
                <ChosenWords picture={chosen} desk={desk} />
              )}
              <div className="mt-auto flex flex-wrap gap-2 pt-2">
                {finished.length > 0 && (
                  <Button
                    size="small"
                    icon={Maximize2}
                    onClick={() => setComparedId((chosen ?? finished[0])?.id ?? null)}
                  >
                    {finished.length > 1 ? 'Compare large' : 'Show large'}
                  </Button>
                )}
                {chosen?.origin === 'drawn' && (
                  <Button size="small" icon={RefreshCw} onClick={() => void drawAgain(desk.store, chosen)}>
                    Another version
                  </Button>
                )}
              </div>
            </div>
          </section>
          <section aria-labelledby={`candidates-${kind}`} className="flex flex-col gap-3">
            <div className="flex flex-wrap items-center gap-2 border-b border-line pb-2">
              <h2 id={`candidates-${kind}`} className="font-semibold">
                Candidates
              </h2>
              <span className="grow text-small text-muted">{pictures.length > 0 && standOf(pictures)}</span>
              <UploadButton isBusy={isSending} onPick={upload} />
              <Button size="small" icon={Paintbrush} disabled={!canDraw} onClick={() => setIsDrawing(true)}>
                Draw candidates…
              </Button>
            </div>
            {pictures.length === 0 ? (
              <p className="py-6 text-center text-muted">
                {canDraw ? 'Draw some, or drop pictures of your own here.' : 'Drop pictures of your own here.'}
              </p>
            ) : (
              <PictureGrid
                label={`Candidates for the ${words.one}`}
                desk={desk}
                pictures={pictures}
                narrowestPx={kind === 'cover' ? 148 : 212}
                onShow={({ id }) => setComparedId(id)}
              />
            )}
          </section>
        </div>
        {comparedId !== null && (
          <PictureCompare
            desk={desk}
            title={`${words.label}: ${card.title}`}
            pictures={finished}
            firstId={comparedId}
            onClose={() => setComparedId(null)}
          />
        )}
      </ScrollArea>
      {isDrawing && (
        <PictureDrawDialog
          desk={desk}
          place={place}
          title={`Draw ${words.many} for “${card.title}”`}
          onClose={() => setIsDrawing(false)}
        />
      )}
    </PictureDrop>
  )
}

function Frame({ kind, children }: { kind: PictureKind; children: ReactNode }) {
  return (
    <div
      className={classNames(
        'grid place-items-center overflow-hidden rounded-card bg-surface shadow-[0_0_0_1px_var(--color-line)]',
        KIND_WORDS[kind].aspect,
      )}
    >
      {children}
    </div>
  )
}

function ChosenWords({ picture, desk }: { picture: PictureCard; desk: PictureDesk }) {
  return (
    <>
      <p className="text-muted">
        {[originOf(picture, desk.styles), sizeOf(picture)].filter((part) => part !== null).join(' · ')}
      </p>
      {picture.prompt !== null && <p className="line-clamp-5 max-w-[60ch] text-pretty">{picture.prompt}</p>}
    </>
  )
}

/** `6, 2 on their way, 1 not drawn` */
function standOf(pictures: readonly PictureCard[]): string {
  const count = (...statuses: PictureCard['status'][]) =>
    pictures.filter(({ status }) => statuses.includes(status)).length
  const [coming, failed] = [count('waiting', 'drawing'), count('failed')]
  return [
    String(pictures.length),
    coming === 0 ? null : `${coming} on ${coming === 1 ? 'its' : 'their'} way`,
    failed === 0 ? null : `${failed} not drawn`,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}
