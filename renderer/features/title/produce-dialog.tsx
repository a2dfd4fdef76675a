import { AudioLines, Pause, Play } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { mediaAddress } from '#shared/contract/media.ts'
import type { DeliveryFormat } from '#shared/models/production.ts'
import type { NarratorCard } from '#shared/models/narrator-card.ts'
import type { TitleCard, TitleDetails } from '#shared/models/title-card.ts'
import { mediaUrl, request } from '#renderer/bridge.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { play, togglePlay, useIsPlaying } from '#renderer/state/player.ts'
import { useProductions } from '#renderer/state/productions.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { ChoiceList } from '#renderer/ui/choice-list.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { formatMinutes } from '#renderer/ui/format.ts'
import { languageName } from '#renderer/ui/languages.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { listeningMinutes } from './contents.ts'
import { FormatPicker } from './format-picker.tsx'
import { narratorChoices, type NarratorChoice } from './narrator-fit.ts'

const USUAL_FORMATS: readonly DeliveryFormat[] = ['m4b', 'mp3']

interface ProduceDialogProps {
  card: TitleCard
  details: TitleDetails
  onClose: () => void
}

/** Who reads, in which formats, and how long it will be. */
export function ProduceDialog({ card, details, onClose }: ProduceDialogProps) {
  const [, navigate] = useLocation()
  const narrators = useNarrators((state) => state.items)
  const choices = useMemo(() => narratorChoices(narrators.values(), card), [narrators, card])
  const [pickedId, setPickedId] = useState<string | null>(null)
  const { data: productions } = useLoaded(card.bookId, () => request('production.list', { bookId: card.bookId }))
  const [pickedFormats, setFormats] = useState<readonly DeliveryFormat[] | null>(null)
  const [pickedPreset, setPausePreset] = useState<string | null | undefined>()
  const [isStarting, setIsStarting] = useState(false)
  const picked = choices.find(({ narrator }) => narrator.narratorId === pickedId) ?? choices[0]
  // To produce again is to have the same again, until something else is picked.
  const earlier = productions?.items.find(({ narratorId }) => narratorId === picked?.narrator.narratorId)
  const formats = pickedFormats ?? earlier?.formats ?? USUAL_FORMATS
  const pausePreset = pickedPreset === undefined ? (earlier?.pausePreset ?? null) : pickedPreset

  const start = async () => {
    if (picked === undefined) return
    setIsStarting(true)
    try {
      const { narratorId } = picked.narrator
      const wish = { bookId: card.bookId, narratorId, formats: [...formats], pausePreset: pickedPreset }
      const production = await request('production.start', wish)
      useProductions.set(production)
      onClose()
      navigate(`/production/${production.id}`)
    } catch (error) {
      toast.fail(error)
      setIsStarting(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Produce “${card.title}”`}
      description={<LengthLine details={details} narrator={picked?.narrator} />}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            icon={AudioLines}
            isBusy={isStarting}
            disabled={picked === undefined || formats.length === 0}
            onClick={() => void start()}
          >
            Start the production
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {choices.length === 0 ? (
          <Notice tone="warn" action={<TextLink href="/narrators">Narrators</TextLink>}>
            No narrator is active. Make one, or activate one, then come back.
          </Notice>
        ) : (
          <ChoiceList
            label="Narrator"
            value={picked?.narrator.narratorId ?? ''}
            onChange={setPickedId}
            options={choices.map(({ narrator }) => ({
              value: narrator.narratorId,
              label: narrator.name,
              hint: noteOf(narrator),
              aside: <SampleButton narrator={narrator} />,
            }))}
          />
        )}
        <FitNotice card={card} choice={picked} />
        <FormatPicker formats={formats} onChange={setFormats} />
        <PausePicker preset={pausePreset} onChange={setPausePreset} />
      </div>
    </Dialog>
  )
}

/** A select cannot have an empty value. */
const USUAL = 'usual'

/** How long the voice rests between sentences, paragraphs and scenes. */
function PausePicker({ preset, onChange }: { preset: string | null; onChange: (preset: string | null) => void }) {
  const { data } = useLoaded('pauses', () => request('production.pausePresets', {}))
  if (data === null || data.length === 0) return null
  const options = data.map((name) => ({ value: name, label: name.charAt(0).toUpperCase() + name.slice(1) }))
  return (
    <SelectField
      label="Pauses"
      value={preset ?? USUAL}
      options={[{ value: USUAL, label: 'Usual' }, ...options]}
      onChange={(value) => onChange(value === USUAL ? null : value)}
    />
  )
}

function LengthLine({ details, narrator }: { details: TitleDetails; narrator: NarratorCard | undefined }) {
  const { chapters, pace } = details
  const own = narrator?.charactersPerMinute ?? null
  const minutes = listeningMinutes(chapters, own ?? pace.charactersPerMinute)
  const others = pace.isMeasured ? 'at the pace measured so far' : 'at a usual pace'
  const basis = own === null ? others : 'at this narrator’s measured pace'
  return `About ${formatMinutes(minutes)} to listen to, ${basis}.`
}

function FitNotice({ card, choice }: { card: TitleCard; choice: NarratorChoice | undefined }) {
  if (choice === undefined) return null
  const { narrator, speaksLanguage } = choice
  if (narrator.problem !== null) return <Notice tone="warn">{narrator.problem}</Notice>
  if (speaksLanguage) return null
  return (
    <Notice tone="warn">
      {narrator.name} speaks {languageName(narrator.language)}; this book is in {languageName(card.language)}.
    </Notice>
  )
}

function noteOf({ language, gender, description }: NarratorCard): string {
  return [languageName(language), gender, description].filter((part) => part !== null && part !== '').join(' · ')
}

function SampleButton({ narrator: { narratorId, name, sample } }: { narrator: NarratorCard }) {
  const src = sample === null ? null : mediaUrl(mediaAddress.sample(narratorId, sample.version))
  const isSounding = useIsPlaying(src)
  if (src === null) return null
  return (
    <IconButton
      size="small"
      icon={isSounding ? Pause : Play}
      label={`${isSounding ? 'Pause' : 'Play'} the sample of ${name}`}
      onClick={() =>
        isSounding
          ? togglePlay()
          : play([{ src, title: name, subtitle: 'Voice sample', coverUrl: null, durationMs: null }])
      }
    />
  )
}
