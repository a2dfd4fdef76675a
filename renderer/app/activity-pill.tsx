import { useState } from 'react'
import type { Activity } from '#shared/models/studio.ts'
import { useActivity } from '../state/activity.ts'
import { classNames } from '../ui/class-names.ts'
import { Popover } from '../ui/popover.tsx'
import { StateMark, type MarkedState } from '../ui/state-mark.tsx'
import { ActivityPanel } from './activity-panel.tsx'
import { activityWords } from './activity-words.ts'
import { useCommand } from './commands.ts'

/** Null when nothing is to be told. */
function markOf(activity: Activity): MarkedState | null {
  if (activity.isQueuePaused) return 'paused'
  if (activity.productionsRunning + activity.jobsRunning > 0) return 'running'
  if (activity.productionsInTrouble > 0) return 'needsYou'
  return activity.productionsWaiting + activity.jobsWaiting > 0 ? 'waiting' : null
}

/** What is running, from anywhere. */
export function ActivityPill() {
  const activity = useActivity(({ value }) => value)
  const [isOpen, setIsOpen] = useState(false)
  useCommand('activity.open', () => setIsOpen(true))
  if (activity === null) return null
  const mark = markOf(activity)
  const words = activityWords(activity)
  return (
    <Popover
      label="What is running"
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <button
          type="button"
          className={classNames(
            'relative isolate flex h-8 shrink-0 cursor-default items-center gap-2 overflow-hidden rounded-full bg-surface px-3 whitespace-nowrap shadow-[inset_0_0_0_1px_var(--color-line)] transition-colors duration-150 hover:bg-hover',
            mark === null && 'text-muted',
          )}
        >
          {mark === null ? words : <StateMark state={mark} label={words} isLabelShown />}
          {activity.progress !== null && (
            <span
              aria-hidden
              className="absolute inset-0 -z-10 origin-left bg-ember/15 transition-transform duration-200"
              style={{ transform: `scaleX(${activity.progress})` }}
            />
          )}
        </button>
      }
    >
      <ActivityPanel activity={activity} onLeave={() => setIsOpen(false)} />
    </Popover>
  )
}
