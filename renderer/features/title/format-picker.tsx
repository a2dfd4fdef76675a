import { DELIVERY_FORMATS, type DeliveryFormat } from '#shared/models/production.ts'
import { CheckboxField } from '#renderer/ui/checkbox-field.tsx'

const FORMAT_WORDS: Readonly<Record<DeliveryFormat, { label: string; hint: string }>> = {
  m4b: { label: 'M4B', hint: 'One file with chapters and cover' },
  mp3: { label: 'MP3', hint: 'One file a chapter' },
  'mp3-parts': { label: 'MP3 in parts', hint: 'Long files with chapter marks' },
  flac: { label: 'FLAC', hint: 'Lossless, one file a chapter' },
  opus: { label: 'Opus', hint: 'Small, one file a chapter' },
  srt: { label: 'SRT', hint: 'For video and most players' },
  vtt: { label: 'VTT', hint: 'For the web' },
  epub: { label: 'EPUB with speech', hint: 'The text lights up as it is read' },
  video: { label: 'MP4', hint: 'Pictures with subtitles, one file a part' },
}

const GROUPS: readonly { name: string; formats: readonly DeliveryFormat[] }[] = [
  { name: 'Audiobook', formats: ['m4b', 'mp3', 'mp3-parts', 'flac', 'opus'] },
  { name: 'Subtitles', formats: ['srt', 'vtt'] },
  { name: 'Read-along', formats: ['epub'] },
  { name: 'Video', formats: ['video'] },
]

interface FormatPickerProps {
  formats: readonly DeliveryFormat[]
  /** In the order of `DELIVERY_FORMATS`. */
  onChange: (formats: readonly DeliveryFormat[]) => void
}

/** In which formats a book is delivered, by what they are for. */
export function FormatPicker({ formats, onChange }: FormatPickerProps) {
  const toggle = (format: DeliveryFormat, isChosen: boolean) =>
    onChange(DELIVERY_FORMATS.filter((other) => (other === format ? isChosen : formats.includes(other))))
  return (
    <div className="grid grid-cols-2 gap-x-8 gap-y-4 max-sm:grid-cols-1">
      {GROUPS.map((group, place) => (
        <fieldset key={group.name} className={place === 0 ? 'row-span-3 max-sm:row-span-1' : undefined}>
          <legend className="mb-1.5 text-small text-muted">{group.name}</legend>
          <div className="flex flex-col gap-1.5">
            {group.formats.map((format) => (
              <CheckboxField
                key={format}
                label={FORMAT_WORDS[format].label}
                hint={FORMAT_WORDS[format].hint}
                isChecked={formats.includes(format)}
                onChange={(isChosen) => toggle(format, isChosen)}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}
