import { Button } from '#renderer/ui/button.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import type { SecretDraft } from './server-draft.ts'

interface TokenFieldProps {
  token: SecretDraft
  onChange: (token: SecretDraft) => void
  /** The server has one: there is a way back to it. */
  hasOne: boolean
  error: string | null
}

/** The access token: it can be given, replaced and removed, never seen. */
export function TokenField({ token, onChange, hasOne, error }: TokenFieldProps) {
  const keep = () => onChange({ mode: 'kept', value: '' })
  if (token.mode === 'typed') {
    return (
      <div className="flex items-start gap-2">
        <TextField
          className="grow"
          label="Access token"
          type="password"
          autoComplete="new-password"
          value={token.value}
          onChange={(value) => onChange({ mode: 'typed', value })}
          error={error}
          hint="Only for a server behind a login. It stays on this computer, beside the configuration, and is never shown again."
        />
        {hasOne && (
          <Button className="mt-5" onClick={keep}>
            Keep the old one
          </Button>
        )}
      </div>
    )
  }
  const isKept = token.mode === 'kept'
  return (
    <div role="group" aria-label="Access token" className="flex flex-col gap-1">
      <span aria-hidden className="text-small text-muted">
        Access token
      </span>
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <StateMark
          className="grow"
          state={isKept ? 'done' : 'waiting'}
          label={isKept ? 'A token is set' : 'The token is removed when you save'}
          isLabelShown
        />
        <Button size="small" onClick={() => onChange({ mode: 'typed', value: '' })}>
          Replace…
        </Button>
        {isKept ? (
          <Button size="small" variant="quiet" onClick={() => onChange({ mode: 'removed', value: '' })}>
            Remove
          </Button>
        ) : (
          <Button size="small" variant="quiet" onClick={keep}>
            Keep it
          </Button>
        )}
      </div>
    </div>
  )
}
