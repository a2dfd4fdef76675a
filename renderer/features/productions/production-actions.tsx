import { Headphones, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ProductionCard, ProductionDetails } from '#shared/models/production-card.ts'
import { retryFailedJobs } from '#renderer/state/job-actions.ts'
import { showJobs } from '#renderer/state/jobs.ts'
import { Button } from '#renderer/ui/button.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { SteeringButtons } from '#renderer/ui/steering-buttons.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { listenToBook } from './listening.ts'

/** What can be done with a production on its page. */
export function ProductionActions({ details }: { details: ProductionDetails }) {
  const { card } = details
  const hasSound = details.chapters.some(({ chunks }) => chunks.some(({ status }) => status === 'done'))
  return (
    <SteeringButtons card={card}>
      {card.status === 'processing' && card.chunksFailed > 0 && <RetryButton card={card} />}
      {hasSound && (
        <Button
          icon={Headphones}
          variant={card.status === 'failed' ? 'secondary' : 'primary'}
          onClick={() => listenToBook(details)}
        >
          Listen
        </Button>
      )}
    </SteeringButtons>
  )
}

/** While the rest still renders, failed passages need not wait for its end. */
function RetryButton({ card: { id, chunksFailed } }: { card: ProductionCard }) {
  const [isBusy, setIsBusy] = useState(false)
  const retry = async (): Promise<void> => {
    setIsBusy(true)
    await retryFailedJobs({ productionId: id }).catch((error: unknown) => toast.fail(error))
    setIsBusy(false)
  }
  return (
    <Button icon={RotateCcw} isBusy={isBusy} onClick={() => void retry()}>
      Render {pluralise(chunksFailed, 'passage')} again
    </Button>
  )
}

/** Each failed job has the server's own words. */
export function FailedJobsButton({ card: { id, chunksFailed } }: { card: ProductionCard }) {
  const [, goTo] = useLocation()
  if (chunksFailed === 0) return null
  const show = (): void => {
    showJobs({ productionId: id, status: 'failed' }, 'queue')
    goTo('/jobs')
  }
  return <Button onClick={show}>Show failed jobs</Button>
}
