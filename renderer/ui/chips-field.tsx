import { X } from 'lucide-react'
import { useState } from 'react'
import { classNames } from './class-names.ts'
import { CONTROL, FieldFrame, type FieldProps } from './field-frame.tsx'

interface ChipsFieldProps extends FieldProps {
  values: readonly string[]
  onChange: (values: string[]) => void
  /** What is wrong with a word; null when nothing is. */
  refuse?: (word: string) => string | null
  placeholder?: string
}

/** Several words: a comma or Enter ends one, Backspace in the empty field takes the last one back. */
export function ChipsField({ values, onChange, refuse, placeholder, error, ...frame }: ChipsFieldProps) {
  const [typed, setTyped] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)

  const add = (text: string): void => {
    const words = text.split(/[,\s]+/).filter((word) => word !== '' && !values.includes(word))
    const bad = words.find((word) => (refuse?.(word) ?? null) !== null)
    if (bad !== undefined) {
      setRefusal(refuse?.(bad) ?? null)
      return
    }
    setTyped('')
    setRefusal(null)
    if (words.length > 0) onChange([...values, ...new Set(words)])
  }
  const change = (text: string): void => {
    setRefusal(null)
    if (/[,\s]/.test(text)) add(text)
    else setTyped(text)
  }

  return (
    <FieldFrame {...frame} error={refusal ?? error}>
      {(names) => (
        <div
          className={classNames(
            CONTROL,
            'flex min-h-8 flex-wrap items-center gap-1 py-1 focus-within:outline-2 focus-within:outline-focus',
          )}
        >
          {values.map((value) => (
            <span key={value} className="flex h-6 items-center gap-0.5 rounded-control bg-hover pl-2">
              {value}
              <button
                type="button"
                aria-label={`Remove ${value}`}
                className="grid size-6 cursor-default place-items-center rounded-control text-muted hover:text-text"
                onClick={() => onChange(values.filter((other) => other !== value))}
              >
                <X aria-hidden className="size-3" />
              </button>
            </span>
          ))}
          <input
            {...names}
            value={typed}
            placeholder={values.length === 0 ? placeholder : undefined}
            spellCheck={false}
            autoComplete="off"
            className="h-6 min-w-20 grow bg-transparent outline-none! placeholder:text-muted"
            onChange={(event) => change(event.target.value)}
            onBlur={() => add(typed)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && typed !== '') {
                event.preventDefault()
                add(typed)
              } else if (event.key === 'Backspace' && typed === '') onChange(values.slice(0, -1))
            }}
          />
        </div>
      )}
    </FieldFrame>
  )
}
