import { BookOpen } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTitles } from '#renderer/state/titles.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Popover } from '#renderer/ui/popover.tsx'
import { SearchField } from '#renderer/ui/search-field.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'

interface BookFilterProps {
  bookId: string | undefined
  onChange: (bookId: string | undefined) => void
}

/** Jobs of one book, among those that have been in production. */
export function BookFilter({ bookId, onChange }: BookFilterProps) {
  const titles = useTitles(({ items }) => items)
  const [isOpen, setIsOpen] = useState(false)
  const [text, setText] = useState('')
  const produced = useMemo(
    () =>
      [...titles.values()]
        .filter(({ production }) => production !== null)
        .sort((a, b) => a.title.localeCompare(b.title, 'en')),
    [titles],
  )
  const fitting = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    return produced.filter(({ title, author }) => `${title} ${author}`.toLowerCase().includes(wanted))
  }, [produced, text])
  const choose = (chosen: string | undefined): void => {
    onChange(chosen)
    setIsOpen(false)
    setText('')
  }
  const name = bookId === undefined ? 'All books' : (titles.get(bookId)?.title ?? 'One book')

  return (
    <Popover
      label="Book"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button icon={BookOpen} aria-label={`Book: ${name}`} className="max-w-52">
          <span className="truncate">{name}</span>
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <SearchField label="Search books in production" value={text} onChange={setText} />
        {bookId !== undefined && (
          <Button variant="quiet" size="small" onClick={() => choose(undefined)}>
            Show all books
          </Button>
        )}
        {fitting.length === 0 ? (
          <p className="px-2 py-4 text-center text-muted">
            {produced.length === 0 ? 'No book has been in production yet.' : 'No book fits.'}
          </p>
        ) : (
          <div className="h-64">
            <VirtualList
              label="Books"
              count={fitting.length}
              rowHeightPx={36}
              selectedIndex={fitting.findIndex((title) => title.bookId === bookId)}
              onActivate={(index) => choose(fitting[index]?.bookId)}
              renderRow={(index) => (
                <span className="flex h-full items-center truncate px-2">{fitting[index]?.title}</span>
              )}
            />
          </div>
        )}
      </div>
    </Popover>
  )
}
