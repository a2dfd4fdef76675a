import { useState } from 'react'
import type { ServerTrial } from '#shared/models/server-card.ts'
import { request } from '#renderer/bridge.ts'
import { failureOf } from '#renderer/state/follow-snapshot.ts'
import { useServers } from '#renderer/state/servers.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { serverAddress } from './server-address.ts'
import { TrialReport } from './trial-report.tsx'

/** Adds a server, tried before or not: one that is away now may be back tonight. */
export function AddServerDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState<'test' | 'add' | null>(null)
  const [trial, setTrial] = useState<ServerTrial | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const url = serverAddress(typed)

  const attempt = async (what: 'test' | 'add', work: () => Promise<void>) => {
    setBusy(what)
    setRefusal(null)
    setTrial(null)
    await work().catch((error: unknown) => setRefusal(failureOf(error).message))
    setBusy(null)
  }
  const test = (address: string) =>
    attempt('test', async () => setTrial(await request('server.test', { url: address })))
  const add = (address: string) =>
    attempt('add', async () => {
      useServers.set(await request('server.add', { name: name.trim(), url: address }))
      onClose()
    })

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a server"
      description="The address at which ComfyUI answers, for instance 192.168.1.20:8188."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (url !== null && name.trim() !== '') void add(url)
        }}
      >
        <TextField label="Name" value={name} onChange={setName} hint="What you call the machine: cellar, gpu-box." />
        <TextField
          label="Address"
          value={typed}
          onChange={setTyped}
          {...(typed !== '' && url === null
            ? { error: 'This is no address. One looks like http://192.168.1.20:8188.' }
            : {})}
        />
        {refusal !== null && (
          <p role="status" className="flex gap-2 text-body">
            <StateMark state="needsYou" label="Problem" /> {refusal}
          </p>
        )}
        {trial !== null && <TrialReport trial={trial} />}
        <div className="flex justify-end gap-3">
          <Button onClick={() => url !== null && void test(url)} disabled={url === null} isBusy={busy === 'test'}>
            Test
          </Button>
          <Button variant="primary" type="submit" disabled={url === null || name.trim() === ''} isBusy={busy === 'add'}>
            Add the server
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
