import { useMemo, useState } from 'react'
import type { RouteInput } from '#shared/contract/routes.ts'
import type { TitleCard, TitleDetails } from '#shared/models/title-card.ts'
import { request, RequestError } from '#renderer/bridge.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { useTitles } from '#renderer/state/titles.ts'
import { Button } from '#renderer/ui/button.tsx'
import { LANGUAGE_OPTIONS, languageName } from '#renderer/ui/languages.ts'
import { ScrollArea } from '#renderer/ui/scroll-area.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { ChangeImpact } from './change-impact.tsx'
import {
  changesOf,
  draftOf,
  isChanged,
  problemsOf,
  problemsOfRefusal,
  type MetadataDraft,
  type MetadataField,
  type MetadataProblems,
} from './metadata-draft.ts'
import { keepDraft, useDraft } from './metadata-drafts.ts'

/** What the book is called and where it comes from, to be put right. */
export function DetailsTab({ details, onSaved }: { details: TitleDetails; onSaved: () => void }) {
  const { bookId } = details.card
  const saved = useMemo(() => draftOf(details), [details])
  const draft = useDraft(bookId) ?? saved
  const [refused, setRefused] = useState<MetadataProblems>({})
  const [isSaving, setIsSaving] = useState(false)
  const hasChanges = isChanged(draft, saved)
  const problems = { ...problemsOf(draft), ...refused }
  const canSave = hasChanges && Object.keys(problems).length === 0

  const change = (field: MetadataField) => (value: string) => {
    const next = { ...draft, [field]: value }
    setRefused(({ [field]: _, ...others }) => others)
    keepDraft(bookId, isChanged(next, saved) ? next : null)
  }
  const save = async () => {
    if (!canSave || isSaving) return
    setIsSaving(true)
    setRefused(await saveDraft(details.card, draft, saved, onSaved))
    setIsSaving(false)
  }
  const field = (name: MetadataField) => ({
    value: draft[name],
    onChange: change(name),
    error: draft[name] === saved[name] && refused[name] === undefined ? undefined : problems[name],
  })

  return (
    <ScrollArea className="-m-1 h-full overflow-y-auto p-1">
      <form
        className="grid max-w-2xl grid-cols-2 gap-x-4 gap-y-4 pb-8"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField label="Title" className="col-span-2" {...field('title')} />
        <TextField label="Author" className="col-span-2" {...field('author')} />
        <GenreField {...field('genre')} />
        <LanguageField {...field('language')} />
        <TextField label="Year of publication" {...field('publicationYear')} />
        <NarratorField language={draft.language} {...field('narratorId')} />
        <TextField label="Source address" type="url" className="col-span-2" {...field('sourceUrl')} />
        {canSave && <ChangeImpact bookId={bookId} changes={impactOf(draft, saved)} />}
        <div className="col-span-2 flex items-center justify-end gap-2 pt-2">
          {hasChanges && <span className="mr-auto text-small text-muted">Not saved yet</span>}
          <Button
            disabled={!hasChanges || isSaving}
            onClick={() => {
              setRefused({})
              keepDraft(bookId, null)
            }}
          >
            Discard
          </Button>
          <Button type="submit" disabled={!canSave} isBusy={isSaving}>
            Save changes
          </Button>
        </div>
      </form>
    </ScrollArea>
  )
}

/** Of what is changed that which finished files are made from. */
function impactOf(draft: MetadataDraft, saved: MetadataDraft): RouteInput<'release.impact'>['changes'] {
  const changes = changesOf(draft, saved)
  const isShown = (name: string) => ['title', 'author', 'language', 'publicationYear'].includes(name)
  return Object.fromEntries(Object.entries(changes).filter(([name]) => isShown(name)))
}

/** Shows the change at once and takes it back when the studio refuses; returns what it refused. */
async function saveDraft(
  card: TitleCard,
  draft: MetadataDraft,
  saved: MetadataDraft,
  onSaved: () => void,
): Promise<MetadataProblems> {
  const { sourceUrl, ...changes } = changesOf(draft, saved)
  useTitles.set({ ...card, ...changes } as TitleCard)
  try {
    const sent = sourceUrl === undefined ? changes : { ...changes, sourceUrl }
    useTitles.set(await request('title.update', { bookId: card.bookId, changes: sent }))
    keepDraft(card.bookId, null)
    onSaved()
    toast.say('The details are saved.')
    return {}
  } catch (error) {
    useTitles.set(card)
    const problems = error instanceof RequestError ? problemsOfRefusal(error.data) : {}
    if (Object.keys(problems).length === 0) toast.fail(error)
    return problems
  }
}

interface FieldProps {
  value: string
  onChange: (value: string) => void
  error: string | undefined
}

/** Genres of the shelf are offered, so that one is not written in two ways. */
function GenreField(props: FieldProps) {
  const items = useTitles((state) => state.items)
  const genres = useMemo(() => {
    const known = new Set([...items.values()].flatMap(({ genre }) => (genre === null ? [] : [genre])))
    return [...known].sort((a, b) => a.localeCompare(b))
  }, [items])
  return <TextField label="Genre" suggestions={genres} {...props} />
}

function LanguageField({ value, onChange, error }: FieldProps) {
  const isOffered = LANGUAGE_OPTIONS.some((option) => option.value === value)
  const options = isOffered ? LANGUAGE_OPTIONS : [{ value, label: languageName(value) }, ...LANGUAGE_OPTIONS]
  return <SelectField label="Language" value={value} options={options} onChange={onChange} error={error} />
}

/** A select cannot have an empty value. */
const NOBODY = 'nobody'

function NarratorField({ value, onChange, error, language }: FieldProps & { language: string }) {
  const narrators = useNarrators((state) => state.items)
  const options = [...narrators.values()]
    .filter(({ active, narratorId }) => active || narratorId === value)
    .map((narrator) => ({
      value: narrator.narratorId,
      label: narrator.name,
      hint:
        narrator.language.slice(0, 2) === language.slice(0, 2)
          ? undefined
          : `Speaks ${languageName(narrator.language)}`,
    }))
  return (
    <SelectField
      label="Default narrator"
      value={value === '' ? NOBODY : value}
      options={[{ value: NOBODY, label: 'None' }, ...options]}
      onChange={(next) => onChange(next === NOBODY ? '' : next)}
      error={error}
    />
  )
}
