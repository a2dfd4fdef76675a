import { FolderOpen } from 'lucide-react'
import { mediaAddress } from '#shared/contract/media.ts'
import type { TitleCard, TitleFile } from '#shared/models/title-card.ts'
import { mediaUrl, request } from '#renderer/bridge.ts'
import { canPlay, isSound } from '#renderer/state/play-lists.ts'
import { play, type PlayItem } from '#renderer/state/player.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { FILE_KINDS } from '#renderer/ui/file-kinds.ts'
import { formatBytes, formatDuration } from '#renderer/ui/format.ts'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { TakeFileButton } from '#renderer/ui/take-file-button.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { PlayFileButton } from './play-file-button.tsx'

const ROW_PX = 48

/** The files of a title, to hear and to have in the hand. */
export function FilesTab({ card }: { card: TitleCard }) {
  const { bookId, production } = card
  // A production that has finished brings new files.
  const key = `${bookId} ${production?.id ?? ''} ${production?.status ?? ''}`
  const { status, failure, data, reload } = useLoaded(key, () => request('title.files', { bookId }))
  const files = data ?? []
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={reload}
      skeleton={<SkeletonRows count={3} />}
      isEmpty={files.length === 0}
      empty={
        <EmptyState icon={FolderOpen} title="No files" body="The folder of this title is empty or cannot be read." />
      }
    >
      <VirtualList
        label="Files"
        count={files.length}
        rowHeightPx={ROW_PX}
        keyOf={(index) => files[index]?.fileId ?? index}
        renderRow={(index) => {
          const file = files[index]
          return file === undefined ? null : <FileRow card={card} file={file} files={files} />
        }}
      />
    </ViewState>
  )
}

interface FileRowProps {
  card: TitleCard
  file: TitleFile
  files: readonly TitleFile[]
}

function FileRow({ card, file, files }: FileRowProps) {
  const { icon: Icon, label } = FILE_KINDS[file.kind]
  const note = isSound(file.kind) && file.narratorName !== null ? `${label}, read by ${file.narratorName}` : label
  return (
    <div className="@container flex h-full items-center gap-3 px-2">
      <Icon aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.5} />
      <div className="min-w-0 grow">
        <p className="truncate">{file.name}</p>
        <p className="truncate text-small text-muted">
          <span className="hidden @max-[28rem]:inline">{formatBytes(file.sizeBytes)} · </span>
          {note}
        </p>
      </div>
      {file.durationSeconds !== null && (
        <span className="shrink-0 text-small text-muted @max-[28rem]:hidden">
          {formatDuration(file.durationSeconds * 1000)}
        </span>
      )}
      <span className="w-16 shrink-0 text-right text-small text-muted @max-[28rem]:hidden">
        {formatBytes(file.sizeBytes)}
      </span>
      <span className="flex w-17 shrink-0 justify-end gap-1">
        {canPlay(file.kind) && <PlayButton card={card} file={file} files={files} />}
        <TakeFileButton media={mediaAddress.file(card.bookId, file.fileId)} name={file.name} />
      </span>
    </div>
  )
}

/** Plays a file and then those that follow it: the chapters of one reading. */
function PlayButton({ card, file, files }: FileRowProps) {
  const start = () => {
    const reading = files.filter(({ kind, narratorName }) => kind === file.kind && narratorName === file.narratorName)
    play(
      reading.map((part) => toPlay(card, part)),
      reading.indexOf(file),
    )
  }
  return <PlayFileButton src={sourceOf(card, file)} name={file.name} onStart={start} />
}

function sourceOf({ bookId }: TitleCard, { fileId }: TitleFile): string {
  return mediaUrl(mediaAddress.file(bookId, fileId))
}

function toPlay(card: TitleCard, file: TitleFile): PlayItem {
  return {
    src: sourceOf(card, file),
    title: card.title,
    subtitle: file.narratorName === null ? file.name : `${file.name} · read by ${file.narratorName}`,
    coverUrl: mediaUrl(mediaAddress.cover(card.bookId, card.coverVersion, 'poster')),
    durationMs: file.durationSeconds === null ? null : file.durationSeconds * 1000,
  }
}
