import { Pause, Play, RotateCcw, X, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ProductionCard } from '#shared/models/production-card.ts'
import { pluralise } from './format.ts'
import { Button, IconButton } from './button.tsx'
import { steeringFor, useSteering, type SteeringAction } from '../state/use-steering.ts'

const ICONS: Record<SteeringAction, LucideIcon> = { pause: Pause, resume: Play, retry: RotateCcw, cancel: X }

interface SteeringButtonsProps {
  card: ProductionCard
  isCompact?: boolean
  /** Further buttons; only the primary one is behind them. */
  children?: ReactNode
}

/** The buttons that fit a production as it stands: icons in a row, words on its page. */
export function SteeringButtons({ card, isCompact = false, children }: SteeringButtonsProps) {
  const { busy, steer } = useSteering(card)
  const buttons = steeringFor(card).map((action) => {
    const props = { icon: ICONS[action], isBusy: busy === action, onClick: () => void steer(action) }
    const label = labelOf(action, card)
    return isCompact ? (
      <IconButton key={action} label={`${label.replace('…', '')}: ${card.title}`} {...props} />
    ) : (
      <Button key={action} variant={action === 'retry' ? 'primary' : 'secondary'} {...props}>
        {label}
      </Button>
    )
  })
  const primary = card.status === 'failed' ? buttons.splice(-1) : []
  return (
    <>
      {buttons}
      {children}
      {primary}
    </>
  )
}

function labelOf(action: SteeringAction, { chunksFailed }: ProductionCard): string {
  switch (action) {
    case 'pause':
      return 'Pause'
    case 'resume':
      return 'Resume'
    case 'retry':
      return chunksFailed > 0 ? `Render ${pluralise(chunksFailed, 'passage')} again` : 'Try again'
    case 'cancel':
      return 'Cancel…'
  }
}
