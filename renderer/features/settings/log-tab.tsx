import { Copy } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { LOG_LEVELS, type LogLevel } from '#shared/models/log-level.ts'
import type { LogLine } from '#shared/models/settings.ts'
import { Button } from '#renderer/ui/button.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { SearchField } from '#renderer/ui/search-field.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { useLogLines } from './log-lines.ts'

const LABELS: Record<LogLevel, string> = { debug: 'Everything', info: 'Notes', warn: 'Warnings', error: 'Errors' }
const ROW_HEIGHT_PX = 30
/** As much as a wide window shows in one line; a click shows all. */
const MOST_FIELD_CHARACTERS = 200

/** The log of this environment as it is written, latest first. */
export function LogTab() {
  const [level, setLevel] = useState<LogLevel>('info')
  const [text, setText] = useState('')
  const { lines, failure, isReady, loadOlder } = useLogLines({ level, text: useDeferredValue(text) })
  const [opened, setOpened] = useState<number | null>(null)
  const latestFirst = lines.toReversed()
  const openedLine = latestFirst.find(({ line }) => line === opened)

  const copy = async () => {
    await navigator.clipboard.writeText(lines.map(asText).join('\n'))
    toast.say(`Copied ${formatCount(lines.length)} lines.`)
  }
  return (
    <div className="flex h-[calc(100vh-16rem)] min-h-80 flex-col gap-4">
      <div className="flex flex-wrap items-end gap-4">
        <Segmented
          label="Show"
          value={level}
          onChange={setLevel}
          options={LOG_LEVELS.map((value) => ({ value, label: LABELS[value] }))}
        />
        <SearchField label="Filter" value={text} onChange={setText} className="w-64" />
        <Button
          icon={Copy}
          disabled={lines.length === 0}
          onClick={() => void copy().catch((error: unknown) => toast.fail(error))}
        >
          Copy
        </Button>
        <Button
          variant="quiet"
          disabled={lines.length === 0}
          onClick={() => void loadOlder().catch((error: unknown) => toast.fail(error))}
        >
          Load older lines
        </Button>
      </div>
      {failure !== null && <p className="text-body text-warn">{failure.message}</p>}
      {isReady && failure === null && lines.length === 0 && (
        <p className="text-body text-muted">No line fits this filter.</p>
      )}
      <div className="min-h-0 flex-1">
        <VirtualList
          label="Log"
          count={latestFirst.length}
          rowHeightPx={ROW_HEIGHT_PX}
          renderRow={(index) => {
            const line = latestFirst[index]
            return line === undefined ? null : (
              <LogRow line={line} onOpen={() => setOpened(line.line === opened ? null : line.line)} />
            )
          }}
        />
      </div>
      {openedLine !== undefined && (
        <pre
          className="m-0 max-h-40 overflow-auto rounded-card border border-line bg-surface p-3 text-small whitespace-pre-wrap select-text"
          tabIndex={0}
        >
          {asText(openedLine)}
        </pre>
      )}
    </div>
  )
}

const TONES: Record<LogLevel, string> = {
  debug: 'text-muted',
  info: 'text-muted',
  warn: 'text-warn',
  error: 'text-danger',
}
const NAMES: Record<LogLevel, string> = { debug: 'detail', info: 'note', warn: 'warning', error: 'error' }

function LogRow({ line, onOpen }: { line: LogLine; onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex w-full items-baseline gap-3 truncate px-1 text-left text-small"
      style={{ height: ROW_HEIGHT_PX }}
    >
      <time dateTime={line.at} className="shrink-0 text-muted tabular-nums">
        {new Date(line.at).toLocaleTimeString()}
      </time>
      <span className={`w-16 shrink-0 ${TONES[line.level]}`}>{NAMES[line.level]}</span>
      <span className="w-24 shrink-0 truncate text-muted">{line.module}</span>
      <span className="truncate">
        {line.message}
        {line.fields !== '' && <span className="ml-3 text-muted">{line.fields.slice(0, MOST_FIELD_CHARACTERS)}</span>}
      </span>
    </button>
  )
}

function asText({ at, level, module, message, fields }: LogLine): string {
  return `${at} ${level} ${module}: ${message}${fields === '' ? '' : ` ${fields}`}`
}
