import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { WorkflowCard } from '#shared/models/workflow-card.ts'
import { request } from '#renderer/bridge.ts'
import { failureOf } from '#renderer/state/follow-snapshot.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { noteTrial, useWorkflowTrials } from '#renderer/state/workflow-trials.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { trialDefaults, trialInputs, TRIAL_TEXTS } from './trial-inputs.ts'
import { TrialResult } from './trial-result.tsx'
import { inputWord } from './input-words.ts'
import { labelOf, type ServerNames } from './workflow-words.ts'

const ANY_SERVER = ''
const ONE_LINE: ReadonlySet<string> = new Set(['title', 'author', 'tags'])

/** Runs a workflow once, to hear or see what comes of it. */
export function WorkflowTrial({ workflow, names }: { workflow: WorkflowCard; names: ServerNames }) {
  const { workflowId, label, inputs, fits } = workflow
  const trial = useWorkflowTrials(({ trials }) => trials.get(workflowId) ?? null)
  const [texts, setTexts] = useState(() => trialDefaults(inputs))
  const [serverName, setServerName] = useState(ANY_SERVER)
  const [narratorId, setNarratorId] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isStarting, setStarting] = useState(false)
  const able = fits.filter(({ status }) => status === 'able')
  const isRunning = trial?.status === 'running'

  const start = async () => {
    setStarting(true)
    setRefusal(null)
    try {
      const server = able.some((fit) => fit.serverName === serverName) ? { serverName } : {}
      const narrator = narratorId === '' ? {} : { narratorId }
      noteTrial(await request('workflow.try', { workflowId, ...server, ...narrator, inputs: trialInputs(texts) }))
    } catch (error) {
      setRefusal(failureOf(error).message)
    } finally {
      setStarting(false)
    }
  }

  return (
    <section aria-labelledby="trial-title" className="flex flex-col gap-4">
      <h2 id="trial-title" className="text-title">
        Try it
      </h2>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isRunning && !isStarting) void start()
        }}
      >
        {TRIAL_TEXTS.filter((name) => name in texts).map((name) => (
          <TextField
            key={name}
            label={inputWord(name)}
            isMultiline={!ONE_LINE.has(name)}
            rows={name === 'lyrics' ? 6 : 3}
            maxLength={2000}
            value={texts[name] ?? ''}
            onChange={(text) => setTexts((known) => ({ ...known, [name]: text }))}
          />
        ))}
        {inputs.some(({ name }) => name === 'voice_sample') && (
          <SampleChoice value={narratorId} onChange={setNarratorId} />
        )}
        {able.length > 1 && (
          <SelectField
            label="Server"
            value={serverName}
            onChange={setServerName}
            options={[
              { value: ANY_SERVER, label: 'The first that can' },
              ...able.map((fit) => ({ value: fit.serverName, label: labelOf(fit.serverName, names) })),
            ]}
          />
        )}
        <Button
          type="submit"
          icon={FlaskConical}
          className="self-start"
          isBusy={isStarting || isRunning}
          disabled={able.length === 0}
        >
          Try it
        </Button>
      </form>
      {able.length === 0 && <p className="text-small text-muted">No server that answers can run it just now.</p>}
      {refusal !== null && <Notice tone="warn">{refusal}</Notice>}
      {trial !== null && <TrialResult trial={trial} label={label} serverLabel={labelOf(trial.serverName, names)} />}
    </section>
  )
}

/** Whose voice is cloned. */
function SampleChoice({ value, onChange }: { value: string; onChange: (narratorId: string) => void }) {
  const narrators = useNarrators(({ items }) => items)
  const withSample = [...narrators.values()].filter(({ sample }) => sample !== null)
  if (withSample.length === 0) {
    return (
      <p className="text-small text-muted">It speaks like a recording. Give a narrator a voice sample to try it.</p>
    )
  }
  return (
    <SelectField
      label="Voice sample"
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: 'Of the first narrator that has one' },
        ...withSample.map(({ narratorId, name }) => ({ value: narratorId, label: name })),
      ]}
    />
  )
}
