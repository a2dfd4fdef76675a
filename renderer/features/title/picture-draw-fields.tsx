import { useState } from 'react'
import { PICTURE_LIMITS, type PictureMeans } from '#shared/models/picture.ts'
import { ChoiceList } from '#renderer/ui/choice-list.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Segmented } from '#renderer/ui/segmented.tsx'
import type { PictureDesk } from './picture-desk.ts'

const COUNTS = [1, 2, 4, 6, PICTURE_LIMITS.candidates].map((count) => ({ value: String(count), label: String(count) }))

/** The style of the latest drawn picture of the book, else the first, until another one is picked. */
export function useStyleChoice({ store, styles }: PictureDesk) {
  const [picked, setPicked] = useState<string | null>(null)
  const latest = [...store.getState().items.values()]
    .sort((a, b) => b.id - a.id)
    .find(({ styleId }) => styles.some(({ id }) => id === styleId))?.styleId
  return { styleId: picked ?? latest ?? styles[0]?.id ?? '', chooseStyle: setPicked }
}

/** Why what is asked for would wait; nothing where it would not. */
export function ProblemNotice({ means }: { means: PictureMeans | null }) {
  if (means === null || means.problem === null) return null
  return <Notice tone="warn">{means.problem}</Notice>
}

interface StyleFieldProps {
  desk: PictureDesk
  value: string
  onChange: (styleId: string) => void
}

export function StyleField({ desk, value, onChange }: StyleFieldProps) {
  return (
    <ChoiceList
      label="Style"
      value={value}
      onChange={onChange}
      options={desk.styles.map(({ id, name, description }) => ({ value: id, label: name, hint: description }))}
    />
  )
}

interface CountFieldProps {
  label: string
  value: number
  onChange: (count: number) => void
}

export function CountField({ label, value, onChange }: CountFieldProps) {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-small text-muted">
        {label}
      </span>
      <Segmented label={label} value={String(value)} options={COUNTS} onChange={(next) => onChange(Number(next))} />
    </div>
  )
}
