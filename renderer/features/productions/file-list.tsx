import { Pause, Play } from 'lucide-react'
import { mediaAddress } from '#shared/contract/media.ts'
import type { ProductionCard, ProductionDetails } from '#shared/models/production-card.ts'
import { play, togglePlay, useIsPlaying } from '#renderer/state/player.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { FILE_KINDS } from '#renderer/ui/file-kinds.ts'
import { formatBytes, formatDuration } from '#renderer/ui/format.ts'
import { TakeFileButton } from '#renderer/ui/take-file-button.tsx'
import { canPlay, fileToPlay } from '#renderer/state/play-lists.ts'

type ProductionFile = ProductionDetails['files'][number]

/** The finished files, to hear and to have. */
export function FileList({ card, files }: { card: ProductionCard; files: readonly ProductionFile[] }) {
  if (files.length === 0) return <p className="text-muted">The files are here when the production is finished.</p>
  return (
    <ul aria-label="Files" className="flex flex-col">
      {files.map((file) => (
        <FileRow key={file.fileId} card={card} file={file} />
      ))}
    </ul>
  )
}

function FileRow({ card, file }: { card: ProductionCard; file: ProductionFile }) {
  const item = fileToPlay(card, file)
  const isSounding = useIsPlaying(item.src)
  return (
    <li className="flex h-9 items-center gap-3 rounded-control px-2 hover:bg-surface">
      {canPlay(file.kind) ? (
        <IconButton
          size="small"
          icon={isSounding ? Pause : Play}
          label={`${isSounding ? 'Pause' : 'Play'} ${file.name}`}
          onClick={() => (isSounding ? togglePlay() : play([item]))}
        />
      ) : (
        <span className="w-7" />
      )}
      <span className="w-28 shrink-0 text-muted">{FILE_KINDS[file.kind].label}</span>
      <span className="min-w-0 grow truncate">{file.name}</span>
      {file.durationSeconds !== null && (
        <span className="shrink-0 text-small text-muted">{formatDuration(file.durationSeconds * 1000)}</span>
      )}
      <span className="w-16 shrink-0 text-right text-small text-muted">{formatBytes(file.bytes)}</span>
      <TakeFileButton media={mediaAddress.file(card.bookId, file.fileId)} name={file.name} />
    </li>
  )
}
