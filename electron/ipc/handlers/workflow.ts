import type { Handlers } from '#shared/contract/routes.ts'
import type { WORKFLOW_ROUTES } from '#shared/contract/workflow.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of WORKFLOW_ROUTES. */
export function workflowHandlers({ studio, broadcast }: HandlerContext): Pick<Handlers, keyof typeof WORKFLOW_ROUTES> {
  return {
    'workflow.list': () => {
      // Taken first: what is told while the cards are made is told once more.
      const { revision } = broadcast
      return { revision, items: studio().workflowDesk.list() }
    },
    'workflow.fault': () => ({ revision: broadcast.revision, message: studio().workflowDesk.fault }),
    'workflow.inspect': ({ name, graph }) => studio().workflowDesk.inspect(name, graph),
    'workflow.save': (draft) => studio().workflowDesk.save(draft),
    'workflow.remove': async ({ workflowId }) => {
      await studio().workflowDesk.remove(workflowId)
      return null
    },
    'workflow.restore': ({ workflowId }) => studio().workflowDesk.restore(workflowId),
    'workflow.export': ({ workflowId }) => studio().workflowDesk.export(workflowId),
    'workflow.try': (request) => studio().trialDesk.start(request),
    'workflow.cancelTrial': ({ trialId }) => {
      studio().trialDesk.cancel(trialId)
      return null
    },
  }
}
