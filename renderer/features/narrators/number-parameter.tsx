import type { VoiceParameter } from '#shared/models/narrator-card.ts'
import { NumberField } from '#renderer/ui/number-field.tsx'
import { Slider } from '#renderer/ui/slider.tsx'
import { rangeOf } from './parameter-range.ts'

interface NumberParameterProps {
  parameter: Extract<VoiceParameter, { kind: 'number' }>
  value: number
  onChange: (value: number) => void
}

/** A number within what the server allows; with a slider where its range is one that a hand can set. */
export function NumberParameter({ parameter, value, onChange }: NumberParameterProps) {
  const { label, min, max, step, default: usual } = parameter
  const { words, hasSlider } = rangeOf(parameter)
  const isOutside = value < min || value > max
  const field = (
    <NumberField
      className={hasSlider ? 'w-24 shrink-0' : undefined}
      label={label}
      isLabelHidden={hasSlider}
      value={value}
      onChange={(number) => onChange(number ?? usual)}
      min={min}
      max={max}
      step={step}
      error={isOutside && !hasSlider ? `The server takes ${min} to ${max}.` : null}
      hint={hasSlider || words === null ? undefined : `${words}, usually ${usual}`}
    />
  )
  if (!hasSlider) return field
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-small text-muted">
        {label}
      </span>
      <div className="flex items-center gap-3">
        <Slider
          className="grow"
          label={label}
          value={Math.min(max, Math.max(min, value))}
          min={min}
          max={max}
          step={step}
          valueText={String(value)}
          onChange={onChange}
        />
        {field}
      </div>
      <p
        className={isOutside ? 'text-small text-danger' : 'text-small text-muted'}
        role={isOutside ? 'alert' : undefined}
      >
        {isOutside ? `The server takes ${min} to ${max}.` : `${words}, usually ${usual}`}
      </p>
    </div>
  )
}
