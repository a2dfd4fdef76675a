import type { ServerCard } from '#shared/models/server-card.ts'
import { formatBytes } from '#renderer/ui/format.ts'

/** How much of a device's memory is taken. */
export function DeviceMemory({ device }: { device: NonNullable<ServerCard['device']> }) {
  const { memoryTotalBytes, memoryFreeBytes } = device
  const usedBytes = memoryTotalBytes - memoryFreeBytes
  const words = `${formatBytes(usedBytes)} of ${formatBytes(memoryTotalBytes)}`
  return (
    <div>
      <dt className="text-small text-muted">Memory in use</dt>
      <dd className="m-0 text-body tabular-nums">
        {words}
        <meter
          aria-label="Memory in use"
          min={0}
          max={memoryTotalBytes}
          value={usedBytes}
          className="mt-1 block h-1.5 w-full"
        >
          {words}
        </meter>
      </dd>
    </div>
  )
}
