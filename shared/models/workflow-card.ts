import type { JobInputValue, JobType } from './job.ts'

/** What a workflow needs and a server lacks. */
export interface MissingPart {
  /** A choice is a setting's value that the server does not offer, other than a model; a label is one that it was not given. */
  kind: 'node' | 'model' | 'choice' | 'label'
  /** The node class, the model's file name, the value, or the label. */
  name: string
  /** The node pack that has the class; null for core nodes and packs that the studio does not know. */
  pack: NodePack | null
}

/** A collection of node classes that ComfyUI users install. */
export interface NodePack {
  name: string
  /** Where it is kept, `owner/name` on GitHub; null where only its folder on a server is known. */
  repository: string | null
}

/** What a server can do with a workflow; `unknown` while it is away. */
export interface WorkflowFit {
  serverName: string
  status: 'able' | 'lacking' | 'unknown'
  missing: MissingPart[]
}

/** Where a logical input goes. */
export interface WorkflowInput {
  /** `text`, `voice_sample`, `seed`, `width`, `filename_prefix` or another name. */
  name: string
  node: string
  classType: string
  input: string
  isRequired: boolean
  /** The template's own value, which holds where a job gives none. */
  default: JobInputValue
  /** What the model wants around the value, such as `Speaker 1: {value}`; null for nothing. */
  markup: string | null
}

/** A workflow as the manager shows it. */
export interface WorkflowCard {
  workflowId: string
  label: string
  description: string
  jobType: JobType | null
  /** Hash of template and mapping; null where the entry is broken. */
  version: string | null
  /** Why it cannot run anywhere; empty when nothing is wrong with it. */
  problems: string[]
  /** It came with the studio; `workflow.restore` puts it back. */
  isShipped: boolean
  /** It came with the studio, but this workspace does not have it: `workflow.restore` adds it, nothing else works. */
  isOffered: boolean
  /** A shipped one that differs from what came. */
  isChanged: boolean
  /** A server needs all of them to get its jobs. */
  labels: string[]
  /** Several chunks may be rendered in one graph. */
  canBatch: boolean
  inputs: WorkflowInput[]
  /** Packs that its node classes belong to. */
  packs: NodePack[]
  fits: WorkflowFit[]
  /** Narrators that speak through it. */
  narrators: number
}

/** Why the list of workflows cannot be read since it was changed by hand: all stays as it was until then; null when all is well. */
export interface WorkflowsFault {
  message: string | null
}

/** What could be a logical input of a graph that is being imported. */
export interface InputCandidate {
  node: string
  /** The node's title in its graph, else its class. */
  nodeTitle: string
  classType: string
  input: string
  value: JobInputValue
  /** Which logical input it seems to be; null when nothing speaks for one. */
  suggestedName: string | null
  /** A job without it makes no sense. */
  isRequired: boolean
  markup: string | null
}

/** What the studio understands of a graph before it is added. */
export interface GraphInspection {
  /** Free: no workflow has it. */
  suggestedId: string
  suggestedType: JobType
  nodes: number
  /** In the order in which a producer should see them: suggested ones first. */
  candidates: InputCandidate[]
  packs: NodePack[]
  fits: WorkflowFit[]
}

/** A workflow that runs once on one server to see what comes out. */
export interface WorkflowTrial {
  trialId: string
  workflowId: string
  serverName: string
  status: 'running' | 'done' | 'failed'
  /** 0–1; null while nothing is known. */
  progress: number | null
  /** Why it failed, and what to do. */
  message: string | null
  outputs: { kind: 'sound' | 'picture' | 'other'; name: string; sizeBytes: number }[]
  /** What nodes showed as text, such as recognised words. */
  texts: string[]
  tookMs: number | null
}

/** The longest graph that is read. */
export const LARGEST_GRAPH_CHARACTERS = 4_000_000
