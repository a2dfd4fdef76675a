import { useState } from 'react'
import type { NarratorCard, NarratorDraft, VoiceModel } from '#shared/models/narrator-card.ts'
import { request } from '#renderer/bridge.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { LANGUAGE_OPTIONS, languageName } from '#renderer/ui/languages.ts'
import { VoiceParameters } from './voice-parameters.tsx'
import { defaultsOf } from './voice-defaults.ts'

const GENDERS = ['female', 'male', 'neutral'].map((value) => ({ value, label: value }))
const NOT_SAID = 'not said'
const SAMPLE_WORDS_HINTS = {
  helpful:
    'Word for word: the voice comes out closer with it. Left empty, it is found out by itself where a server can listen (Whisper).',
  needed:
    'Word for word: this model cannot speak without it. Left empty, it is found out by itself where a server can listen (Whisper).',
}

/** Makes a narrator, or changes one. */
export function NarratorDialog({ narrator, onClose }: { narrator: NarratorCard | null; onClose: () => void }) {
  const models = useLoaded('voice models', () => request('narrator.voiceModels', {}))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={narrator === null ? 'New narrator' : `Edit ${narrator.name}`}
      description="A narrator is a voice with a name. What you change here counts for what is rendered from now on."
    >
      <ViewState
        status={models.status}
        failure={models.failure}
        onRetry={models.reload}
        skeleton={<Skeleton className="h-80" />}
      >
        {models.data !== null && <NarratorForm narrator={narrator} models={models.data} onClose={onClose} />}
      </ViewState>
    </Dialog>
  )
}

function NarratorForm({
  narrator,
  models,
  onClose,
}: {
  narrator: NarratorCard | null
  models: VoiceModel[]
  onClose: () => void
}) {
  const [draft, setDraft] = useState<NarratorDraft>(() => draftOf(narrator, models))
  const [isBusy, setBusy] = useState(false)
  const model = models.find(({ workflowId }) => workflowId === draft.voiceModel)
  const change = (changes: Partial<NarratorDraft>) => setDraft((known) => ({ ...known, ...changes }))
  const isNamed = draft.name.trim() !== ''

  const save = async () => {
    setBusy(true)
    try {
      const saved =
        narrator === null
          ? await request('narrator.create', draft)
          : await request('narrator.update', { narratorId: narrator.narratorId, changes: draft })
      useNarrators.set(saved)
      onClose()
    } catch (error) {
      toast.fail(error)
      setBusy(false)
    }
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        label="Name"
        value={draft.name}
        onChange={(name) => change({ name })}
        hint="As it is heard in the credits."
      />
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,12rem),1fr))] gap-4">
        <SelectField
          label="Language"
          value={draft.language}
          onChange={(language) => change({ language })}
          options={withOption(LANGUAGE_OPTIONS, draft.language, languageName(draft.language))}
        />
        <SelectField
          label="Gender"
          value={draft.gender ?? NOT_SAID}
          onChange={(gender) => change({ gender: gender === NOT_SAID ? null : gender })}
          options={withOption(
            [{ value: NOT_SAID, label: NOT_SAID }, ...GENDERS],
            draft.gender ?? NOT_SAID,
            draft.gender ?? NOT_SAID,
          )}
        />
      </div>
      <SelectField
        label="Voice model"
        value={draft.voiceModel}
        onChange={(voiceModel) =>
          change({ voiceModel, parameters: defaultsOf(models.find(({ workflowId }) => workflowId === voiceModel)) })
        }
        options={withOption(
          models.map(({ workflowId, label, problem }) => ({
            value: workflowId,
            label,
            ...(problem === null ? {} : { hint: problem }),
          })),
          draft.voiceModel,
          `${draft.voiceModel} (not there)`,
        )}
      />
      {model?.problem !== undefined && model.problem !== null && (
        <p className="text-small text-warn">{model.problem}</p>
      )}
      {model?.needsSample === true && (narrator === null || narrator.sample === null) && (
        <p className="text-small text-muted">
          This model speaks like a recording: add a voice sample to the narrator afterwards.
        </p>
      )}
      {model !== undefined && model.sampleWords !== 'unused' && (
        <TextField
          label="What the sample says"
          isMultiline
          rows={3}
          maxLength={2000}
          value={(draft.sampleText === undefined ? narrator?.sampleText : draft.sampleText) ?? ''}
          onChange={(sampleText) => change({ sampleText: sampleText.trim() === '' ? null : sampleText })}
          hint={SAMPLE_WORDS_HINTS[model.sampleWords]}
        />
      )}
      {model !== undefined && (
        <VoiceParameters
          parameters={model.parameters}
          values={draft.parameters}
          onChange={(name, value) => change({ parameters: { ...draft.parameters, [name]: value } })}
        />
      )}
      <TextField
        label="Description"
        isMultiline
        value={draft.description ?? ''}
        onChange={(description) => change({ description: description.trim() === '' ? null : description })}
        hint="What this voice is good for."
      />
      <div className="flex justify-end gap-3">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" disabled={!isNamed || draft.voiceModel === ''} isBusy={isBusy}>
          {narrator === null ? 'Create the narrator' : 'Save'}
        </Button>
      </div>
    </form>
  )
}

function draftOf(narrator: NarratorCard | null, models: readonly VoiceModel[]): NarratorDraft {
  if (narrator !== null) {
    const { name, voiceModel, language, gender, description, parameters } = narrator
    return { name, voiceModel, language, gender, description, parameters }
  }
  const model = models.find(({ problem }) => problem === null) ?? models[0]
  return {
    name: '',
    voiceModel: model?.workflowId ?? '',
    language: 'en',
    gender: null,
    description: null,
    parameters: defaultsOf(model),
  }
}

interface Option {
  value: string
  label: string
  hint?: string
}

/** A value of an older installation stays choosable. */
function withOption(options: readonly Option[], value: string, label: string): Option[] {
  const isKnown = value === '' || options.some((option) => option.value === value)
  return isKnown ? [...options] : [...options, { value, label }]
}
