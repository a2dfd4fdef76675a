import { AudioLines, BookOpen, FolderOpen, ListMusic, PackageCheck, Trash2 } from 'lucide-react'
import { useState, type MouseEvent, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { TitleCard } from '#shared/models/title-card.ts'
import { removeTitle, useTitleWish, type TitleWish } from '#renderer/state/title-actions.ts'
import { ContextMenu, type MenuItem } from '#renderer/ui/menu.tsx'

interface TitleContextMenuProps {
  titles: ReadonlyMap<string, TitleCard>
  children: ReactNode
}

/** One menu for all titles inside: a right click, or the menu key, says which one is meant. */
export function TitleContextMenu({ titles, children }: TitleContextMenuProps) {
  const [bookId, setBookId] = useState<string | null>(null)
  const [, navigate] = useLocation()
  const card = bookId === null ? undefined : titles.get(bookId)

  const pick = (event: MouseEvent) => {
    const meant = event.target instanceof Element ? bookAt(event.target) : null
    setBookId(meant)
    if (meant === null) event.preventDefault()
  }

  return (
    <ContextMenu label="Title" items={card === undefined ? [] : itemsOf(card, navigate)}>
      <div className="h-full" onContextMenuCapture={pick}>
        {children}
      </div>
    </ContextMenu>
  )
}

/** The menu key of a table's row is told of the row, not of what is in it. */
function bookAt(target: Element): string | null {
  const cell = target.closest<HTMLElement>('[data-book]')
  const row = target.matches('[role="row"]') ? target.querySelector<HTMLElement>('[data-book]') : null
  return (cell ?? row)?.dataset.book ?? null
}

function itemsOf(card: TitleCard, navigate: (to: string) => void): MenuItem[] {
  const { bookId, production } = card
  const openWith = (opens: TitleWish['opens']) => {
    useTitleWish.setState({ wish: { bookId, opens } })
    navigate(`/title/${bookId}`)
  }
  const produced: MenuItem[] =
    production === null
      ? []
      : [{ label: 'Show the production', icon: ListMusic, onSelect: () => navigate(`/production/${production.id}`) }]
  return [
    { label: 'Open', icon: BookOpen, onSelect: () => navigate(`/title/${bookId}`) },
    { label: 'Produce…', icon: AudioLines, onSelect: () => openWith('produce') },
    ...produced,
    ...(card.stage === 'readyToRelease'
      ? [{ label: 'Release…', icon: PackageCheck, onSelect: () => openWith('release') }]
      : []),
    { label: 'Show files', icon: FolderOpen, onSelect: () => openWith('files') },
    'separator',
    { label: 'Remove…', icon: Trash2, isDangerous: true, onSelect: () => void removeTitle(card) },
  ]
}
