import { Search, X } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { CONTROL } from './field-frame.tsx'

interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  className?: string
}

/** Narrows a list while one types; Escape empties it. */
export function SearchField({ label, value, onChange, placeholder, className }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const empty = (): void => {
    onChange('')
    input.current?.focus()
  }
  return (
    <div role="search" className={classNames('relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <input
        ref={input}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        spellCheck={false}
        autoComplete="off"
        className={classNames(CONTROL, 'h-8 pr-8 pl-8')}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return
          event.stopPropagation()
          empty()
        }}
      />
      {value !== '' && (
        <IconButton label="Clear search" icon={X} size="small" className="absolute top-0.5 right-0.5" onClick={empty} />
      )}
    </div>
  )
}
