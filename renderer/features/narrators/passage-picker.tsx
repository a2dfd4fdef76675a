import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { useTitles } from '#renderer/state/titles.ts'
import { SelectField } from '#renderer/ui/select-field.tsx'

/** The opening of a chapter. */
export interface Passage {
  bookId: string
  chapterIndex: number
}

interface PassagePickerProps {
  value: Passage | null
  onChange: (passage: Passage | null) => void
}

/** Offers the latest titles first: a list for choosing is no place for ten thousand. */
const MOST_TITLES = 200

/** Chooses a chapter of a title on the shelf. */
export function PassagePicker({ value, onChange }: PassagePickerProps) {
  const { items } = useTitles()
  const titles = [...items.values()].sort((a, b) => b.addedAt.localeCompare(a.addedAt)).slice(0, MOST_TITLES)
  if (titles.length === 0)
    return <p className="text-body text-muted">There is no title on the shelf yet. Add a book to the library first.</p>
  return (
    <div className="grid grid-cols-2 gap-4">
      <SelectField
        label="Title"
        value={value?.bookId ?? ''}
        onChange={(bookId) => onChange({ bookId, chapterIndex: 1 })}
        options={titles.map(({ bookId, title, author }) => ({ value: bookId, label: title, hint: author }))}
      />
      {value !== null && <ChapterSelect passage={value} onChange={onChange} />}
    </div>
  )
}

function ChapterSelect({ passage, onChange }: { passage: Passage; onChange: (passage: Passage) => void }) {
  const { bookId, chapterIndex } = passage
  const { data, failure } = useLoaded(bookId, () => request('title.get', { bookId }))
  if (failure !== null) return <p className="text-body text-warn">{failure.message}</p>
  return (
    <SelectField
      label="Chapter"
      value={String(chapterIndex)}
      onChange={(index) => onChange({ bookId, chapterIndex: Number(index) })}
      options={(data?.chapters ?? []).map(({ index, title }) => ({ value: String(index), label: title }))}
    />
  )
}
