import { useState } from 'react'
import type { ProductionCard } from '#shared/models/production-card.ts'
import type { RouteInput } from '#shared/contract/routes.ts'
import { request } from '../bridge.ts'
import { useProductions } from './productions.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { toast } from '../ui/toast.ts'
import { costOfCancelling } from './production-words.ts'

export type SteeringAction = RouteInput<'production.steer'>['action']

/** Pauses, resumes, cancels or retries a production; `busy` is what is being done. */
export function useSteering(card: ProductionCard): {
  busy: SteeringAction | null
  steer: (action: SteeringAction) => Promise<void>
} {
  const [busy, setBusy] = useState<SteeringAction | null>(null)
  const steer = async (action: SteeringAction): Promise<void> => {
    if (action === 'cancel' && !(await confirmCancelling(card))) return
    setBusy(action)
    try {
      useProductions.set(await request('production.steer', { id: card.id, action }))
    } catch (error) {
      toast.fail(error)
    }
    setBusy(null)
  }
  return { busy, steer }
}

/** What can be done with a production as it stands, the likeliest last. */
export function steeringFor({ status }: ProductionCard): readonly SteeringAction[] {
  switch (status) {
    case 'pending':
    case 'processing':
      return ['cancel', 'pause']
    case 'paused':
      return ['cancel', 'resume']
    case 'failed':
      return ['cancel', 'retry']
    case 'completed':
    case 'cancelled':
      return []
  }
}

function confirmCancelling(card: ProductionCard): Promise<boolean> {
  return askToConfirm({
    title: `Cancel the production of ${card.title}?`,
    body: costOfCancelling(card),
    action: 'Cancel production',
    dismissal: 'Keep it',
    isDangerous: true,
  })
}
