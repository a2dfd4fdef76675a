import { create } from 'zustand'
import type { WorkflowTrial } from '#shared/models/workflow-card.ts'
import { subscribe } from '../bridge.ts'
import { watchEnvironment } from './follow-snapshot.ts'

/** The latest trial of each workflow, by its id; the studio keeps none for long, so none is asked for. */
export const useWorkflowTrials = create<{ trials: ReadonlyMap<string, WorkflowTrial> }>(() => ({ trials: new Map() }))

/** Shows a trial that has begun, unless its end was told already. */
export function noteTrial(trial: WorkflowTrial): void {
  const { trials } = useWorkflowTrials.getState()
  if (trials.get(trial.workflowId)?.trialId !== trial.trialId) keep([trial])
}

/** Follows the trials from now on; call it once. */
export function connectWorkflowTrials(): void {
  const isOtherEnvironment = watchEnvironment()
  subscribe((events) => {
    if (events.some(isOtherEnvironment)) useWorkflowTrials.setState({ trials: new Map() })
    const told = events.flatMap((event) => (event.name === 'workflow.tried' ? [event.data] : []))
    if (told.length > 0) keep(told)
  })
}

function keep(latest: readonly WorkflowTrial[]): void {
  useWorkflowTrials.setState(({ trials }) => {
    const next = new Map(trials)
    for (const trial of latest) next.set(trial.workflowId, trial)
    return { trials: next }
  })
}
