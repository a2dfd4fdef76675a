import { z } from 'zod'
import { JOB_TYPES } from '../models/job.ts'
import {
  LARGEST_GRAPH_CHARACTERS,
  type GraphInspection,
  type WorkflowCard,
  type WorkflowTrial,
} from '../models/workflow-card.ts'
import type { Snapshot } from './event.ts'
import { fileName, inputValues, text } from './fields.ts'
import { route } from './route.ts'

const workflowId = z.string().regex(/^[A-Za-z0-9][\w.-]{0,79}$/)
const graph = z.string().min(1).max(LARGEST_GRAPH_CHARACTERS)
const input = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  node: text(100),
  input: text(200),
  isRequired: z.boolean(),
})

/** The ComfyUI graphs that jobs run through. */
export const WORKFLOW_ROUTES = {
  'workflow.list': route({})<Snapshot<WorkflowCard>>(),
  /** Reads a graph in API format; throws `workflow.editorFormat` or `workflow.notGraph` with what to do. */
  'workflow.inspect': route({ name: fileName, graph })<GraphInspection>(),
  /** Adds a workflow, or changes the one with that id; without `graph` its template stays. */
  'workflow.save': route({
    workflowId,
    description: text(500),
    jobType: z.enum(JOB_TYPES),
    inputs: z.array(input).max(100),
    graph: graph.optional(),
  })<WorkflowCard>(),
  /** Throws `workflow.inUse` while narrators speak through it, `workflow.shipped` for one that came with the studio. */
  'workflow.remove': route({ workflowId })<null>(),
  /** Puts the mapping and template of a shipped workflow back as they came. */
  'workflow.restore': route({ workflowId })<WorkflowCard>(),
  /** Runs it once; `workflow.tried` tells how it goes. Without `serverName` on the first server that can. */
  'workflow.try': route({ workflowId, serverName: text(60).optional(), inputs: inputValues })<WorkflowTrial>(),
  'workflow.export': route({ workflowId })<{ name: string; graph: string }>(),
} as const
