import { Pause } from 'lucide-react'
import { useLocation } from 'wouter'
import type { ServerCard } from '#shared/models/server-card.ts'
import { setQueuePaused } from '#renderer/state/queue-actions.ts'
import { useQueue } from '#renderer/state/queue.ts'
import { useServers } from '#renderer/state/servers.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { pausedSentence, queueSentence, waitingForServers } from './queue-words.ts'

/** How the queue stands, in a line; a band where jobs wait that could run: it is paused, or no server answers. */
export function QueueBand() {
  const queue = useQueue(({ value }) => value)
  const away = useServers(({ items }) => unreachable(items.values()))
  const [, goTo] = useLocation()
  if (queue === null) return <p className="shrink-0">&nbsp;</p>
  if (queue.isPaused) {
    return (
      <Notice
        tone="warn"
        icon={Pause}
        action={
          <Button variant="primary" size="small" onClick={() => void setQueuePaused(false)}>
            Resume
          </Button>
        }
      >
        {pausedSentence(queue)}
      </Notice>
    )
  }
  const waiting = queue.counts.pending - queue.held
  if (away === null || waiting === 0 || queue.counts.processing > 0) {
    return <p className="shrink-0 truncate text-muted">{queueSentence(queue)}</p>
  }
  return (
    <Notice
      tone="warn"
      action={
        <Button size="small" onClick={() => goTo('/servers')}>
          Show servers
        </Button>
      }
    >
      {away} {waitingForServers(waiting)}
    </Notice>
  )
}

/** Says that no ComfyUI server answers; null where one does, or none is in use: the built-in engine is always there. */
function unreachable(servers: Iterable<ServerCard>): string | null {
  const used = [...servers].filter(({ kind, status }) => kind === 'comfyui' && status !== 'disabled')
  if (used.length === 0 || used.some(({ status }) => status !== 'down')) return null
  return used.length === 1 ? `ComfyUI at ${used[0]?.name} does not answer.` : 'No ComfyUI server answers.'
}
