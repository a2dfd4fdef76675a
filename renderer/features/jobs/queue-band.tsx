import { Pause } from 'lucide-react'
import { useLocation } from 'wouter'
import { setQueuePaused } from '#renderer/state/queue-actions.ts'
import { useQueue } from '#renderer/state/queue.ts'
import { useServers } from '#renderer/state/servers.ts'
import { Button } from '#renderer/ui/button.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { pausedSentence } from './queue-words.ts'

/** Why jobs wait that could run: the queue is paused, or no server answers. */
export function QueueBand() {
  const queue = useQueue(({ value }) => value)
  const isAnyReady = useServers(({ status, items }) => {
    return (
      status !== 'ready' ||
      [...items.values()].some((server) => server.status !== 'down' && server.status !== 'disabled')
    )
  })
  const [, goTo] = useLocation()
  if (queue === null) return null
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
  const { pending } = queue.counts
  if (isAnyReady || pending === 0) return null
  return (
    <Notice
      tone="warn"
      action={
        <Button size="small" onClick={() => goTo('/servers')}>
          Show servers
        </Button>
      }
    >
      No server answers. {pluralise(pending, 'job')} {pending === 1 ? 'waits and goes' : 'wait and go'} on by{' '}
      {pending === 1 ? 'itself' : 'themselves'} when one is back.
    </Notice>
  )
}
