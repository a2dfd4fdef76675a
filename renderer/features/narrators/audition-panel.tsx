import { useState } from 'react'
import type { NarratorCard } from '#shared/models/narrator-card.ts'
import { request } from '#renderer/bridge.ts'
import { useAuditions } from '#renderer/state/auditions.ts'
import { Button } from '#renderer/ui/button.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { AuditionList } from './audition-list.tsx'
import { PassagePicker, type Passage } from './passage-picker.tsx'

const MOST_AT_ONCE = 12
const MOST_CHARACTERS = 600
const FIRST_LINE =
  '“Come in,” she said, and did not look up. It was the best of times, it was the worst of times; it was ten minutes to five.'

/** The bench: one line, spoken by each of the narrators, heard side by side. */
export function AuditionPanel({ narrators, isChosen }: { narrators: readonly NarratorCard[]; isChosen: boolean }) {
  const [source, setSource] = useState<'line' | 'passage'>('line')
  const [text, setText] = useState(FIRST_LINE)
  const [passage, setPassage] = useState<Passage | null>(null)
  const [isBusy, setBusy] = useState(false)
  const heard = narrators.slice(0, MOST_AT_ONCE)
  const line = source === 'line' ? lineOf(text) : passage

  const start = async () => {
    if (line === null) return
    setBusy(true)
    try {
      const started = await request('audition.start', { narratorIds: heard.map(({ narratorId }) => narratorId), line })
      for (const audition of started)
        if (!useAuditions.getState().items.has(audition.auditionId)) useAuditions.set(audition)
    } catch (error) {
      toast.fail(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <section aria-labelledby="audition-title" className="flex flex-col gap-4 border-t border-line pt-6">
      <header className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="audition-title" className="text-title">
          Audition
        </h2>
        <p className="text-small text-muted">
          {isChosen
            ? `Heard: ${heard.map(({ name }) => name).join(', ')}`
            : 'All voices in use. Press Compare on a card to hear only some.'}
        </p>
      </header>
      <Segmented
        label="What is spoken"
        value={source}
        onChange={setSource}
        options={[
          { value: 'line', label: 'A line of yours' },
          { value: 'passage', label: 'The opening of a chapter' },
        ]}
      />
      {source === 'line' ? (
        <TextField
          label="Line"
          isMultiline
          value={text}
          onChange={setText}
          {...(text.trim().length > MOST_CHARACTERS
            ? { error: `An audition has at most ${MOST_CHARACTERS} characters; these are ${text.trim().length}.` }
            : {})}
        />
      ) : (
        <PassagePicker value={passage} onChange={setPassage} />
      )}
      <Button
        className="self-start"
        isBusy={isBusy}
        disabled={line === null || heard.length === 0}
        onClick={() => void start()}
      >
        {`Hear ${pluralise(heard.length, 'voice')}`}
      </Button>
      <AuditionList />
    </section>
  )
}

function lineOf(text: string): { text: string } | null {
  const trimmed = text.trim()
  return trimmed === '' || trimmed.length > MOST_CHARACTERS ? null : { text: trimmed }
}
