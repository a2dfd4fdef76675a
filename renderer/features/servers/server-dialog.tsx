import { useEffect, useId, useRef, useState } from 'react'
import type { ServerCard, ServerTrial } from '#shared/models/server-card.ts'
import { request } from '#renderer/bridge.ts'
import { failureOf } from '#renderer/state/follow-snapshot.ts'
import { useServers } from '#renderer/state/servers.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ChipsField } from '#renderer/ui/chips-field.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { NumberField } from '#renderer/ui/number-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { HeaderRows } from './header-rows.tsx'
import { additionOf, changesOf, draftOf, problemsOf, readinessOf, trialOf, type ServerDraft } from './server-draft.ts'
import { TokenField } from './token-field.tsx'
import { TrialReport } from './trial-report.tsx'

/** Adds a server, or changes one; tried before or not: one that is away now may be back tonight. */
export function ServerDialog({ server, onClose }: { server: ServerCard | null; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(server))
  const [busy, setBusy] = useState<'test' | 'save' | null>(null)
  const [trial, setTrial] = useState<ServerTrial | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const formId = useId()
  const outcome = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (trial !== null || refusal !== null) outcome.current?.scrollIntoView({ block: 'nearest' })
  }, [trial, refusal])
  const problems = problemsOf(draft)
  const { canTest, canSave } = readinessOf(draft)
  const change = (changes: Partial<ServerDraft>) => {
    setDraft((known) => ({ ...known, ...changes }))
    // It was about another address or other credentials.
    setTrial(null)
  }

  const attempt = async (what: 'test' | 'save', work: () => Promise<void>) => {
    setBusy(what)
    setRefusal(null)
    setTrial(null)
    await work().catch((error: unknown) => setRefusal(failureOf(error).message))
    setBusy(null)
  }
  const test = () => attempt('test', async () => setTrial(await request('server.test', trialOf(draft, server))))
  const save = () =>
    attempt('save', async () => {
      const saved =
        server === null
          ? await request('server.add', additionOf(draft))
          : await request('server.update', { name: server.name, changes: changesOf(draft, server) })
      if (saved.name === server?.name || server === null) useServers.set(saved)
      else await useServers.reload()
      onClose()
    })

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={server === null ? 'Add a server' : `Edit ${server.name}`}
      description={
        server === null
          ? 'The address at which ComfyUI answers, for instance 192.168.1.20:8188.'
          : 'It takes effect at once. What the server renders goes on.'
      }
      footer={
        <>
          <Button onClick={() => void test()} disabled={!canTest || busy === 'save'} isBusy={busy === 'test'}>
            Test
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            disabled={!canSave || busy === 'test'}
            isBusy={busy === 'save'}
          >
            {server === null ? 'Add the server' : 'Save'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (canSave && busy === null) void save()
        }}
      >
        <TextField
          label="Name"
          value={draft.name}
          onChange={(name) => change({ name })}
          maxLength={60}
          hint="What you call the machine: cellar, gpu-box."
        />
        <TextField
          label="Address"
          value={draft.address}
          onChange={(address) => change({ address })}
          spellCheck={false}
          error={problems.address}
        />
        <TokenField
          token={draft.token}
          onChange={(token) => change({ token })}
          hasOne={server?.hasToken === true}
          error={problems.token}
        />
        <Disclosure summary="Share of work, labels and headers" isOpen={server !== null && hasMore(server)}>
          <div className="flex flex-col gap-4 pt-2">
            <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,12rem),1fr))] gap-4">
              <NumberField
                label="Share of work"
                value={draft.weight}
                onChange={(weight) => change({ weight })}
                min={0.1}
                max={100}
                step={0.1}
                error={problems.weight}
                hint="Empty: as fast as it proves to be. 2 takes twice the work of 1."
              />
              <NumberField
                label="Prompts at a time"
                value={draft.slots}
                onChange={(slots) => change({ slots })}
                min={1}
                max={64}
                error={problems.slots}
                hint="Empty: one, as ComfyUI runs them."
              />
            </div>
            <ChipsField
              label="Labels"
              values={draft.labels}
              onChange={(labels) => change({ labels })}
              refuse={refuseLabel}
              placeholder="video, big-memory"
              hint="A workflow may ask for servers with a label."
            />
            <HeaderRows headers={draft.headers} onChange={(headers) => change({ headers })} error={problems.headers} />
          </div>
        </Disclosure>
        <div ref={outcome}>
          {refusal !== null && <Notice tone="warn">{refusal}</Notice>}
          {trial !== null && <TrialReport trial={trial} />}
        </div>
      </form>
    </Dialog>
  )
}

function hasMore({ weight, slots, labels, headerNames }: ServerCard): boolean {
  return weight !== null || slots !== null || labels.length > 0 || headerNames.length > 0
}

function refuseLabel(word: string): string | null {
  return /^[\w.-]{1,40}$/.test(word) ? null : 'A label is a word of letters, digits, dots and dashes.'
}
