import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import { mediaAddress, type CoverSize } from '#shared/contract/media.ts'
import type { PictureCard } from '#shared/models/picture.ts'
import { mediaUrl } from '#renderer/bridge.ts'
import { classNames } from '#renderer/ui/class-names.ts'

interface PictureImageProps {
  picture: PictureCard
  size: CoverSize
  /** Fills its frame, else the whole picture is seen. */
  isCropped?: boolean
  className?: string
}

/** A finished picture; what it is stands beside it, so it is not told twice. */
export function PictureImage({ picture: { id, version }, size, isCropped = false, className }: PictureImageProps) {
  const address = mediaUrl(mediaAddress.picture(id, version, size))
  const [failedAddress, setFailedAddress] = useState<string | null>(null)
  if (failedAddress === address) {
    return (
      <span className={classNames('grid place-items-center text-muted', className)}>
        <ImageOff aria-hidden className="size-5" strokeWidth={1.5} />
      </span>
    )
  }
  return (
    <img
      src={address}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      className={classNames(isCropped ? 'object-cover' : 'object-contain', className)}
      onError={() => setFailedAddress(address)}
    />
  )
}
