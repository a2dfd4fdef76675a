import { assertNever } from '#shared/models/app-error.ts'
import type { NarratorDraft, VoiceParameter } from '#shared/models/narrator-card.ts'
import { NumberField } from '#renderer/ui/number-field.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { SwitchField } from '#renderer/ui/switch-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

interface VoiceParametersProps {
  parameters: readonly VoiceParameter[]
  values: NarratorDraft['parameters']
  onChange: (name: string, value: string | number | boolean) => void
}

/** The settings of a voice model, each with the control that suits its kind. */
export function VoiceParameters({ parameters, values, onChange }: VoiceParametersProps) {
  if (parameters.length === 0) return null
  return (
    <fieldset className="grid grid-cols-2 gap-4 border-0 p-0">
      <legend className="sr-only">Settings of the voice model</legend>
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? parameter.default}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </fieldset>
  )
}

interface ParameterFieldProps {
  parameter: VoiceParameter
  value: string | number | boolean
  onChange: (value: string | number | boolean) => void
}

function ParameterField({ parameter, value, onChange }: ParameterFieldProps) {
  const { label } = parameter
  switch (parameter.kind) {
    case 'choice':
      return <SelectField label={label} value={String(value)} onChange={onChange} options={parameter.choices} />
    case 'number':
      return (
        <NumberField
          label={label}
          value={Number(value)}
          onChange={(number) => onChange(number ?? parameter.default)}
          min={parameter.min}
          max={parameter.max}
          step={parameter.step}
        />
      )
    case 'text':
      return <TextField label={label} value={String(value)} onChange={onChange} />
    case 'flag':
      return <SwitchField label={label} isOn={value === true} onChange={onChange} />
    default:
      return assertNever(parameter)
  }
}
