import type { ServerCard } from '#shared/models/server-card.ts'
import { formatBytes } from '#renderer/ui/format.ts'

/** How much of a device's memory is taken. */
export function DeviceMemory({ device }: { device: NonNullable<ServerCard['device']> }) {
  const { memoryTotalBytes, memoryFreeBytes } = device
  const usedBytes = memoryTotalBytes - memoryFreeBytes
  return (
    <div>
      <dt className="text-small text-muted">Memory in use</dt>
      <dd className="m-0 text-body tabular-nums">
        {formatBytes(usedBytes)} of {formatBytes(memoryTotalBytes)}
        <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-line">
          <span className="block h-full bg-muted" style={{ width: `${(usedBytes / memoryTotalBytes) * 100}%` }} />
        </span>
      </dd>
    </div>
  )
}
