import { FolderOpen } from 'lucide-react'
import { mediaAddress } from '#shared/contract/media.ts'
import type { ReleaseCard, ReleaseFile } from '#shared/models/release.ts'
import type { TitleCard } from '#shared/models/title-card.ts'
import { mediaUrl, request } from '#renderer/bridge.ts'
import { canPlay } from '#renderer/state/play-lists.ts'
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

/** What lies in the folder of a release. */
export function ReleaseFiles({ title, card }: { title: TitleCard; card: ReleaseCard }) {
  const { productionId, profileId, measuredAt } = card
  const key = `${productionId} ${profileId} ${measuredAt ?? ''}`
  const { status, failure, data, reload } = useLoaded(key, () => request('release.files', { productionId, profileId }))
  const files = data ?? []
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={reload}
      skeleton={<SkeletonRows count={4} />}
      isEmpty={files.length === 0}
      empty={<EmptyState icon={FolderOpen} title="No files yet" body="A build puts them here, with size and length." />}
    >
      <VirtualList
        label={`Files for ${card.profileName}`}
        count={files.length}
        rowHeightPx={ROW_PX}
        keyOf={(index) => files[index]?.file ?? index}
        renderRow={(index) => {
          const file = files[index]
          return file === undefined ? null : <FileRow title={title} card={card} file={file} files={files} />
        }}
      />
    </ViewState>
  )
}

interface FileRowProps {
  title: TitleCard
  card: ReleaseCard
  file: ReleaseFile
  files: readonly ReleaseFile[]
}

function FileRow({ title, card, file, files }: FileRowProps) {
  const { icon: Icon, label } = FILE_KINDS[file.kind]
  // The name of many a file says its title, and that of a report its kind.
  const isTold = [label, ''].includes(file.title) || file.file.includes(file.title)
  return (
    <div className="flex h-full items-center gap-3 px-2">
      <Icon aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.5} />
      <div className="min-w-0 grow">
        <p className="truncate">{file.file}</p>
        <p className="truncate text-small text-muted">{isTold ? label : `${label} · ${file.title}`}</p>
      </div>
      {file.durationMs !== null && (
        <span className="shrink-0 text-small text-muted">{formatDuration(file.durationMs)}</span>
      )}
      <span className="w-16 shrink-0 text-right text-small text-muted">{formatBytes(file.sizeBytes)}</span>
      <span className="flex w-17 shrink-0 justify-end gap-1">
        {canPlay(file.kind) && <PlayButton title={title} card={card} file={file} files={files} />}
        <TakeFileButton media={addressOf(card, file)} name={file.file.split('/').at(-1) ?? file.file} />
      </span>
    </div>
  )
}

/** Plays a file and then those of its kind that follow it. */
function PlayButton({ title, card, file, files }: FileRowProps) {
  const start = () => {
    const alike = files.filter(({ kind }) => kind === file.kind)
    play(
      alike.map((one) => toPlay(title, card, one)),
      alike.indexOf(file),
    )
  }
  return <PlayFileButton src={mediaUrl(addressOf(card, file))} name={file.file} onStart={start} />
}

function addressOf({ productionId, profileId, measuredAt }: ReleaseCard, { file }: ReleaseFile): string {
  return mediaAddress.release(productionId, profileId, file, measuredAt ?? '')
}

function toPlay(title: TitleCard, card: ReleaseCard, file: ReleaseFile): PlayItem {
  return {
    src: mediaUrl(addressOf(card, file)),
    title: title.title,
    subtitle: `${file.title === '' ? file.file : file.title} · as released for ${card.profileName}`,
    coverUrl: mediaUrl(mediaAddress.cover(title.bookId, title.coverVersion, 'poster')),
    durationMs: file.durationMs,
  }
}
