import { z } from 'zod'
import { JOB_TYPES } from '../models/job.ts'
import {
  LARGEST_GRAPH_CHARACTERS,
  type GraphInspection,
  type WorkflowCard,
  type WorkflowsFault,
  type WorkflowTrial,
} from '../models/workflow-card.ts'
import type { Snapshot } from './event.ts'
import { fileName, folderId, inputValues, text } from './fields.ts'
import { route } from './route.ts'

const workflowId = z.string().regex(/^[A-Za-z0-9][\w.-]{0,79}$/)
const graph = z.string().max(LARGEST_GRAPH_CHARACTERS)
const input = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  node: text(100),
  input: text(200),
  isRequired: z.boolean(),
  /** With `{value}` where the value goes. */
  markup: z.string().max(200).includes('{value}').nullable(),
})
const label = z.string().regex(/^[\w.-]{1,40}$/)

/** The ComfyUI graphs that jobs run through. */
export const WORKFLOW_ROUTES = {
  'workflow.list': route({})<Snapshot<WorkflowCard>>(),
  'workflow.fault': route({})<WorkflowsFault & { revision: number }>(),
  /**
   * Reads a graph in API format.
   *
   * Throws `workflow.editorFormat`, `workflow.notGraph` or `workflow.noOutput` with what to do.
   */
  'workflow.inspect': route({ name: fileName, graph })<GraphInspection>(),
  /**
   * Adds a workflow, or changes the one with that id; without `graph` its template stays. The next job runs the new version.
   *
   * Throws `workflow.badMapping` with all that does not fit, and what `workflow.inspect` throws.
   */
  'workflow.save': route({
    workflowId,
    description: text(500),
    jobType: z.enum(JOB_TYPES),
    inputs: z.array(input).max(100),
    labels: z.array(label).max(20),
    canBatch: z.boolean(),
    graph: graph.optional(),
  })<WorkflowCard>(),
  /**
   * Its graph's file stays in the workspace; one that came with the studio is offered again.
   *
   * Throws `workflow.inUse` while narrators speak through it or jobs wait for it, `workflow.builtIn` for the built-in engine's own.
   */
  'workflow.remove': route({ workflowId })<null>(),
  /** Puts a shipped workflow back as it came, or adds it where the workspace does not have it. Throws `workflow.notShipped`. */
  'workflow.restore': route({ workflowId })<WorkflowCard>(),
  /**
   * Runs it once; `workflow.tried` tells how it goes. Without `serverName` on the first server that can. What is not
   * given is filled in: a text, the recording of a narrator who has one, a seed.
   *
   * Throws `workflow.notAble` when no server can run it, `server.unknown`, `workflow.busy` while another trial runs there.
   */
  'workflow.try': route({
    workflowId,
    serverName: text(60).optional(),
    /** Whose recording is used where the workflow takes one. */
    narratorId: folderId.optional(),
    inputs: inputValues,
  })<WorkflowTrial>(),
  /** Its last `workflow.tried` says that it was stopped. */
  'workflow.cancelTrial': route({ trialId: z.uuid() })<null>(),
  'workflow.export': route({ workflowId })<{ name: string; graph: string }>(),
} as const
