import { AudioLines, Ellipsis, FolderOpen, Headphones, ListMusic, PackageCheck, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { TitleCard, TitleDetails } from '#shared/models/title-card.ts'
import { request } from '#renderer/bridge.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { listenTo } from '#renderer/state/play-lists.ts'
import { play } from '#renderer/state/player.ts'
import { removeTitle } from '#renderer/state/title-actions.ts'
import { useTitleMark } from '#renderer/state/use-title-mark.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { Cover } from '#renderer/ui/cover.tsx'
import { Facts } from '#renderer/ui/facts.tsx'
import { formatCount, formatMinutes } from '#renderer/ui/format.ts'
import { languageName } from '#renderer/ui/languages.ts'
import { Menu } from '#renderer/ui/menu.tsx'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { ScrollArea } from '#renderer/ui/scroll-area.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { listeningMinutes } from './contents.ts'

interface TitleAsideProps {
  card: TitleCard
  details: TitleDetails
  onProduce: () => void
  onRelease: () => void
  /** The releases are what the page shows: its own next step is the primary one then. */
  isReleasing: boolean
  onShowFiles: () => void
}

/** In the narrow column there is room for the words only. */
const SIDE_BY_SIDE = 'grow min-[801px]:max-[1100px]:[&_svg]:hidden'

/** The cover, the next thing to do, and what one asks first about a book. */
export function TitleAside({ card, details, onProduce, onRelease, isReleasing, onShowFiles }: TitleAsideProps) {
  const [, navigate] = useLocation()
  const { bookId } = card
  const mark = useTitleMark(card)
  const remove = async () => {
    if (await removeTitle(card)) navigate('/library')
  }
  return (
    <ScrollArea className="-m-1 min-h-0 overflow-y-auto p-1 pb-8 max-[800px]:shrink-0 max-[800px]:overflow-visible max-[800px]:pb-1">
      <div className="flex flex-col gap-4">
        <Cover
          bookId={bookId}
          version={card.coverVersion}
          title={card.title}
          size="full"
          className="w-full rounded-card! max-[800px]:max-w-40"
        />
        <div className="flex flex-col gap-2">
          <StateMark state={mark.state} label={mark.label} isLabelShown />
          {card.stage === 'inProduction' && (
            <ProgressLine value={mark.progress ?? 0} label={`Production of ${card.title}`} />
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <NextStep card={card} onProduce={onProduce} onRelease={onRelease} isReleasing={isReleasing} />
          <Menu
            label="More"
            align="end"
            trigger={<IconButton label="More" icon={Ellipsis} variant="secondary" />}
            items={[
              { label: 'Produce…', icon: AudioLines, onSelect: onProduce },
              { label: 'Release…', icon: PackageCheck, onSelect: onRelease },
              { label: 'Show files', icon: FolderOpen, onSelect: onShowFiles },
              'separator',
              { label: 'Remove…', icon: Trash2, isDangerous: true, onSelect: () => void remove() },
            ]}
          />
        </div>
        <Facts facts={factsOf(card, details)} />
      </div>
    </ScrollArea>
  )
}

/** One thing is next: to produce, to watch, or to listen and release. */
function NextStep({
  card,
  onProduce,
  onRelease,
  isReleasing,
}: Pick<TitleAsideProps, 'card' | 'onProduce' | 'onRelease' | 'isReleasing'>) {
  const [, navigate] = useLocation()
  const { production, stage } = card
  if (production !== null && stage === 'readyToRelease') {
    return (
      <>
        <ListenButton productionId={production.id} />
        <Button
          variant={isReleasing ? 'secondary' : 'primary'}
          icon={PackageCheck}
          className={SIDE_BY_SIDE}
          onClick={onRelease}
        >
          Release…
        </Button>
      </>
    )
  }
  if (production === null || production.status === 'completed') {
    return (
      <Button variant="primary" icon={AudioLines} className="grow" onClick={onProduce}>
        Produce…
      </Button>
    )
  }
  return (
    <Button
      variant="primary"
      icon={ListMusic}
      className="grow"
      onClick={() => navigate(`/production/${production.id}`)}
    >
      Show the production
    </Button>
  )
}

function ListenButton({ productionId }: { productionId: number }) {
  const [isBusy, setIsBusy] = useState(false)
  const listen = async () => {
    setIsBusy(true)
    try {
      const items = listenTo(await request('production.get', { id: productionId }))
      if (items.length === 0) toast.say('There is nothing to hear of this production any more.')
      else play(items)
    } catch (error) {
      toast.fail(error)
    }
    setIsBusy(false)
  }
  return (
    <Button icon={Headphones} className={SIDE_BY_SIDE} isBusy={isBusy} onClick={() => void listen()}>
      Listen
    </Button>
  )
}

function factsOf(card: TitleCard, details: TitleDetails) {
  const { chapters, pace, translator, gutenbergId, rights } = details
  const narrator = useNarrators.getState().items.get(card.production?.narratorId ?? card.narratorId ?? '')
  const minutes = formatMinutes(listeningMinutes(chapters, pace.charactersPerMinute))
  const facts = [
    { label: 'Narrator', value: narrator?.name ?? null },
    { label: 'Length', value: `about ${minutes}` },
    { label: 'Words', value: card.words === null ? null : formatCount(card.words) },
    { label: 'Chapters', value: formatCount(chapters.filter(({ kind }) => kind === 'chapter').length) },
    { label: 'Genre', value: card.genre },
    { label: 'Language', value: languageName(card.language) },
    { label: 'Year', value: card.publicationYear },
    { label: 'Translator', value: translator },
    { label: 'Gutenberg', value: gutenbergId === null ? null : `No. ${gutenbergId}` },
    { label: 'Rights', value: rights },
    { label: 'Source', value: details.sourceName },
    { label: 'Added', value: <RelativeTime at={card.addedAt} /> },
  ]
  return facts.filter(({ value }) => value !== null)
}
