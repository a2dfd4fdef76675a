import { Download, FolderOpen, Pause, Play } from 'lucide-react'
import { mediaAddress } from '#shared/contract/media.ts'
import type { ProductionCard, ProductionDetails } from '#shared/models/production-card.ts'
import { mediaUrl, request } from '#renderer/bridge.ts'
import { play, togglePlay, useIsPlaying } from '#renderer/state/player.ts'
import { useStudio } from '#renderer/state/studio.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { formatBytes, formatDuration } from '#renderer/ui/format.ts'
import { toast } from '#renderer/ui/toast.ts'
import { canPlay, fileToPlay } from '#renderer/state/play-lists.ts'

type ProductionFile = ProductionDetails['files'][number]
const KINDS: Record<ProductionFile['kind'], string> = { m4b: 'Audiobook', mp3: 'MP3', cover: 'Cover' }

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
      <span className="w-24 shrink-0 text-muted">{KINDS[file.kind]}</span>
      <span className="min-w-0 grow truncate">{file.name}</span>
      {file.durationSeconds !== null && (
        <span className="shrink-0 text-small text-muted">{formatDuration(file.durationSeconds * 1000)}</span>
      )}
      <span className="w-16 shrink-0 text-right text-small text-muted">{formatBytes(file.bytes)}</span>
      <TakeOutButton card={card} file={file} />
    </li>
  )
}

/** In the desktop window the file lies in a folder; a browser takes it over the wire. */
function TakeOutButton({ card, file }: { card: ProductionCard; file: ProductionFile }) {
  const isDesktop = useStudio(({ status }) => status?.host === 'desktop')
  const media = mediaAddress.file(card.bookId, file.fileId)
  if (isDesktop) {
    const show = (): void => void request('studio.showFile', { media }).catch((error: unknown) => toast.fail(error))
    return <IconButton size="small" icon={FolderOpen} label={`Show ${file.name} in its folder`} onClick={show} />
  }
  return (
    <IconButton
      size="small"
      icon={Download}
      label={`Download ${file.name}`}
      onClick={() => download(media, file.name)}
    />
  )
}

function download(media: string, name: string): void {
  const link = document.createElement('a')
  link.href = mediaUrl(media)
  link.download = name
  link.click()
}
