import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import type { HeaderDraft } from './server-draft.ts'

interface HeaderRowsProps {
  headers: readonly HeaderDraft[]
  onChange: (headers: HeaderDraft[]) => void
  error: string | null
}

/** Extra headers for a server behind a proxy; values that are set are kept, not shown. */
export function HeaderRows({ headers, onChange, error }: HeaderRowsProps) {
  const change = (key: number, changes: Partial<HeaderDraft>) =>
    onChange(headers.map((header) => (header.key === key ? { ...header, ...changes } : header)))
  const add = () => {
    const key = Math.max(-1, ...headers.map((header) => header.key)) + 1
    onChange([...headers, { key, name: '', isKept: false, value: '' }])
  }
  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-2 border-0 p-0">
      <legend className="mb-1 p-0 text-small text-muted">Extra headers, sent with every request</legend>
      {headers.map(({ key, name, isKept, value }, index) => (
        <div key={key} className="flex flex-wrap items-center gap-2">
          <TextField
            className="grow basis-32"
            label={`Name of header ${index + 1}`}
            isLabelHidden
            placeholder="X-Api-Key"
            value={name}
            disabled={isKept}
            spellCheck={false}
            onChange={(next) => change(key, { name: next })}
          />
          {isKept ? (
            <span className="flex h-8 min-w-0 grow basis-32 items-center justify-between gap-2">
              <span className="truncate text-muted">A value is set</span>
              <Button
                size="small"
                onClick={() => change(key, { isKept: false })}
                aria-label={`Replace the value of ${name}`}
              >
                Replace…
              </Button>
            </span>
          ) : (
            <TextField
              className="grow basis-32"
              label={`Value of header ${index + 1}`}
              isLabelHidden
              type="password"
              autoComplete="new-password"
              placeholder="Value"
              value={value}
              onChange={(next) => change(key, { value: next })}
            />
          )}
          <IconButton
            label={name === '' ? `Remove header ${index + 1}` : `Remove ${name}`}
            icon={X}
            onClick={() => onChange(headers.filter((header) => header.key !== key))}
          />
        </div>
      ))}
      {error !== null && (
        <p role="alert" className="text-small text-danger">
          {error}
        </p>
      )}
      <Button size="small" variant="quiet" icon={Plus} className="self-start" onClick={add}>
        Add a header
      </Button>
    </fieldset>
  )
}
