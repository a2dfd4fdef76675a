import { Download, FolderOpen } from 'lucide-react'
import { mediaUrl, request } from '../bridge.ts'
import { useStudio } from '../state/studio.ts'
import { IconButton } from './button.tsx'
import { toast } from './toast.ts'

/** In the desktop window a file lies in a folder; a browser takes it over the wire. `media` is its address. */
export function TakeFileButton({ media, name }: { media: string; name: string }) {
  const isDesktop = useStudio(({ status }) => status?.host === 'desktop')
  if (isDesktop) {
    const show = (): void => void request('studio.showFile', { media }).catch((error: unknown) => toast.fail(error))
    return <IconButton size="small" icon={FolderOpen} label={`Show ${name} in its folder`} onClick={show} />
  }
  return <IconButton size="small" icon={Download} label={`Download ${name}`} onClick={() => download(media, name)} />
}

function download(media: string, name: string): void {
  const link = document.createElement('a')
  link.href = mediaUrl(media)
  link.download = name
  link.click()
}
