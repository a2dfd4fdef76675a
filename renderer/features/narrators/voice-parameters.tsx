import { assertNever } from '#shared/models/app-error.ts'
import type { NarratorDraft, VoiceParameter } from '#shared/models/narrator-card.ts'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { SwitchField } from '#renderer/ui/switch-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { NumberParameter } from './number-parameter.tsx'

interface VoiceParametersProps {
  parameters: readonly VoiceParameter[]
  values: NarratorDraft['parameters']
  onChange: (name: string, value: string | number | boolean) => void
}

/** The settings of a voice model, each with the control that suits its kind. */
export function VoiceParameters({ parameters, values, onChange }: VoiceParametersProps) {
  if (parameters.length === 0) return null
  return (
    <fieldset className="m-0 grid min-w-0 grid-cols-[repeat(auto-fit,minmax(min(100%,12rem),1fr))] gap-4 border-0 p-0">
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
      return <NumberParameter parameter={parameter} value={Number(value)} onChange={onChange} />
    case 'text':
      return (
        <TextField
          className={parameter.isLong ? 'col-span-full' : undefined}
          label={label}
          isMultiline={parameter.isLong}
          rows={3}
          value={String(value)}
          onChange={onChange}
        />
      )
    case 'flag':
      return <SwitchField className="self-end pb-1" label={label} isOn={value === true} onChange={onChange} />
    default:
      return assertNever(parameter)
  }
}
