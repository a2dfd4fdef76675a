import { BookX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { TitleCard, TitleDetails } from '#shared/models/title-card.ts'
import { useCommand } from '#renderer/app/commands.ts'
import { useTitleWish, type TitleWish } from '#renderer/state/title-actions.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Tabs } from '#renderer/ui/tabs.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { ChaptersTab } from './chapters-tab.tsx'
import { DetailsTab } from './details-tab.tsx'
import { FilesTab } from './files-tab.tsx'
import { useHasDraft } from './metadata-drafts.ts'
import { PicturesTab } from './pictures-tab.tsx'
import { ProduceDialog } from './produce-dialog.tsx'
import { ProductionsTab } from './productions-tab.tsx'
import { ReleaseTab, type ReleasePick } from './release-tab.tsx'
import { TextTab } from './text-tab.tsx'
import { TitleAside } from './title-aside.tsx'
import { TitleSkeleton } from './title-skeleton.tsx'
import { useTitle } from './use-title.ts'

type TabId = 'chapters' | 'text' | 'productions' | 'pictures' | 'release' | 'files' | 'details'

/** Beside each other while there is room, else below each other. */
const COLUMNS =
  'relative grid h-full grid-cols-[20rem_minmax(0,1fr)] gap-8 max-[1100px]:grid-cols-[14rem_minmax(0,1fr)] max-[1100px]:gap-6 max-[800px]:flex max-[800px]:flex-col max-[800px]:overflow-y-auto'

/** One book: what it says, what was made of it, what can be done. */
export function TitlePage({ bookId }: { bookId: string }) {
  const { status, failure, data, card, reload } = useTitle(bookId)
  const [, navigate] = useLocation()
  return (
    <Page
      title={card?.title ?? (failure === null ? 'Title' : 'No such title')}
      subtitle={card?.author === '' ? 'Unknown author' : (card?.author ?? ' ')}
      isFilling
      isBook
    >
      {failure?.code === 'title.unknown' ? (
        <EmptyState
          icon={BookX}
          title="This title is not on the shelf"
          body="It may have been removed. The settings list what was set aside and can be brought back."
        >
          <Button onClick={() => navigate('/library')}>Go to the library</Button>
        </EmptyState>
      ) : (
        <ViewState status={status} failure={failure} onRetry={reload} skeleton={<TitleSkeleton />}>
          {data !== null && card !== null && <TitleView card={card} details={data} onSaved={reload} />}
        </ViewState>
      )}
    </Page>
  )
}

function TitleView({ card, details, onSaved }: { card: TitleCard; details: TitleDetails; onSaved: () => void }) {
  const { bookId } = card
  const wish = useTakenWish(bookId)
  const hasDraft = useHasDraft(bookId)
  const [tab, setTab] = useState<TabId>(wish === null || wish === 'produce' ? 'chapters' : wish)
  const [isProducing, setIsProducing] = useState(wish === 'produce')
  const [chapterIndex, setChapterIndex] = useState<number | null>(null)
  const [releasePick, setReleasePick] = useState<ReleasePick | null>(null)
  useCommand('title.pictures', () => setTab('pictures'))
  useCommand('title.release', () => setTab('release'))
  const openText = (index: number) => {
    setChapterIndex(index)
    setTab('text')
  }
  return (
    <div className={COLUMNS}>
      <TitleAside
        card={card}
        details={details}
        onProduce={() => setIsProducing(true)}
        onRelease={() => setTab('release')}
        isReleasing={tab === 'release'}
        onShowFiles={() => setTab('files')}
      />
      <Tabs
        label="Title"
        className="max-w-5xl max-[800px]:h-[calc(100vh-9rem)] max-[800px]:shrink-0"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'chapters',
            label: 'Chapters',
            content: <ChaptersTab details={details} productionId={card.production?.id ?? null} onOpen={openText} />,
          },
          {
            id: 'text',
            label: 'Text',
            content: <TextTab details={details} chapterIndex={chapterIndex} onChoose={setChapterIndex} />,
          },
          {
            id: 'productions',
            label: 'Productions',
            content: <ProductionsTab bookId={bookId} onProduce={() => setIsProducing(true)} />,
          },
          { id: 'pictures', label: 'Pictures', content: <PicturesTab card={card} details={details} /> },
          {
            id: 'release',
            label: 'Release',
            content: (
              <ReleaseTab
                card={card}
                pick={releasePick}
                onPick={setReleasePick}
                onProduce={() => setIsProducing(true)}
              />
            ),
          },
          { id: 'files', label: 'Files', content: <FilesTab card={card} /> },
          {
            id: 'details',
            label: 'Details',
            badge: hasDraft ? '•' : undefined,
            content: <DetailsTab details={details} onSaved={onSaved} />,
          },
        ]}
      />
      {isProducing && <ProduceDialog card={card} details={details} onClose={() => setIsProducing(false)} />}
    </div>
  )
}

/** What the page was opened for; it is asked for once. */
function useTakenWish(bookId: string): TitleWish['opens'] | null {
  const [wish] = useState(() => useTitleWish.getState().wish)
  useEffect(() => useTitleWish.setState({ wish: null }), [])
  return wish?.bookId === bookId ? wish.opens : null
}
