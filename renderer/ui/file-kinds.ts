import {
  BookOpenText,
  Captions,
  FileAudio,
  FileChartColumn,
  FileText,
  Film,
  Image,
  type LucideIcon,
} from 'lucide-react'
import type { TitleFile } from '#shared/models/title-card.ts'

/** What each kind of file is called, and the picture that stands for it. */
export const FILE_KINDS: Readonly<Record<TitleFile['kind'], { label: string; icon: LucideIcon }>> = {
  source: { label: 'The text as it was added', icon: FileText },
  m4b: { label: 'Audiobook', icon: FileAudio },
  mp3: { label: 'MP3', icon: FileAudio },
  'mp3-parts': { label: 'MP3, a part', icon: FileAudio },
  flac: { label: 'FLAC', icon: FileAudio },
  opus: { label: 'Opus', icon: FileAudio },
  srt: { label: 'Subtitles, SRT', icon: Captions },
  vtt: { label: 'Subtitles, VTT', icon: Captions },
  epub: { label: 'Read-along', icon: BookOpenText },
  video: { label: 'Video', icon: Film },
  cover: { label: 'Cover', icon: Image },
  thumbnail: { label: 'Thumbnail', icon: Image },
  text: { label: 'Text', icon: FileText },
  report: { label: 'Report', icon: FileChartColumn },
}
