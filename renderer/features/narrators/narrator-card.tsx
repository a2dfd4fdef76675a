import { Ellipsis, TriangleAlert } from 'lucide-react'
import type { NarratorCard as Narrator } from '#shared/models/narrator-card.ts'
import { Badge } from '#renderer/ui/badge.tsx'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { Menu } from '#renderer/ui/menu.tsx'
import { languageName } from '#renderer/ui/languages.ts'
import { removeSample, setActive } from './narrator-actions.ts'
import { SamplePlayer } from './sample-player.tsx'

interface NarratorCardProps {
  narrator: Narrator
  isCompared: boolean
  onCompare: () => void
  onEdit: () => void
  onSample: () => void
}

/** One voice: who it is, how it sounds, whether it is in use. */
export function NarratorCard({ narrator, isCompared, onCompare, onEdit, onSample }: NarratorCardProps) {
  const { name, active, description, problem, sample, sampleText, voiceModelLabel } = narrator
  return (
    <article
      aria-label={name}
      className={`flex h-full flex-col gap-3 rounded-card border bg-surface p-4 ${isCompared ? 'border-ember' : 'border-line'} ${active ? '' : 'opacity-75'}`}
    >
      <header className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-serif text-title">{name}</h2>
          <p className="text-small text-muted">{facts(narrator)}</p>
        </div>
        <Menu
          label={`More for ${name}`}
          trigger={<IconButton label={`More for ${name}`} icon={Ellipsis} />}
          items={[
            { label: 'Edit…', onSelect: onEdit },
            {
              label: active ? 'Take out of use' : 'Take into use',
              onSelect: () => void setActive(narrator, !active),
            },
            { label: sample === null ? 'Add a voice sample…' : 'Replace the voice sample…', onSelect: onSample },
            ...(sample === null
              ? []
              : [{ label: 'Remove the voice sample', onSelect: () => void removeSample(narrator) }]),
          ]}
        />
      </header>
      {problem !== null && (
        <p className="flex items-start gap-2 text-small text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{problem}</span>
        </p>
      )}
      {description !== null && <p className="line-clamp-2 text-body text-muted">{description}</p>}
      {sample === null ? (
        <Button variant="quiet" size="small" onClick={onSample} className="self-start">
          Add a voice sample…
        </Button>
      ) : (
        <SamplePlayer narrator={narrator} version={sample.version} />
      )}
      {sample !== null && sampleText !== null && (
        <p title={sampleText} className="line-clamp-1 font-serif text-small text-muted">
          <span className="sr-only">The sample says: </span>“{sampleText}”
        </p>
      )}
      <footer className="mt-auto flex items-center justify-between gap-3 border-t border-line pt-3">
        <p className="min-w-0 text-small text-muted">{voiceModelLabel}</p>
        {active ? (
          <Button
            variant={isCompared ? 'secondary' : 'quiet'}
            size="small"
            aria-pressed={isCompared}
            aria-label={`Compare ${name}`}
            onClick={onCompare}
          >
            {isCompared ? 'Compared' : 'Compare'}
          </Button>
        ) : (
          <Badge>Not in use</Badge>
        )}
      </footer>
    </article>
  )
}

const USUAL_WORD_CHARACTERS = 5.7

function facts({ language, gender, productions, charactersPerMinute }: Narrator): string {
  const pace =
    charactersPerMinute === null ? [] : [`${Math.round(charactersPerMinute / USUAL_WORD_CHARACTERS)} words a minute`]
  const work = productions === 0 ? [] : [pluralise(productions, 'production')]
  return [languageName(language), ...(gender === null ? [] : [gender]), ...pace, ...work].join(' · ')
}
