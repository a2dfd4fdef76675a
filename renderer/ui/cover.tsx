import { useState } from 'react'
import { COVER_SIZES, mediaAddress, type CoverSize } from '#shared/contract/media.ts'
import { mediaUrl } from '../bridge.ts'
import { classNames } from './class-names.ts'

interface CoverProps {
  bookId: string
  version: string
  /** Stands in while there is no picture. */
  title: string
  size: CoverSize
  className?: string
}

/** A title's square picture; its name stands beside it, so it is not told twice. */
export function Cover({ bookId, version, title, size, className }: CoverProps) {
  const address = mediaUrl(mediaAddress.cover(bookId, version, size))
  const [failedAddress, setFailedAddress] = useState<string | null>(null)
  return (
    <div
      className={classNames(
        '@container relative aspect-square shrink-0 overflow-hidden rounded-control bg-hover',
        className,
      )}
    >
      {failedAddress === address ? (
        <div
          aria-hidden
          className="grid size-full place-items-center p-3 text-center font-serif text-balance text-muted"
        >
          <span className="line-clamp-4 @max-[6rem]:hidden">{title}</span>
        </div>
      ) : (
        <img
          src={address}
          alt=""
          width={COVER_SIZES[size]}
          height={COVER_SIZES[size]}
          loading="lazy"
          decoding="async"
          draggable={false}
          className="size-full object-cover"
          onError={() => setFailedAddress(address)}
        />
      )}
    </div>
  )
}
