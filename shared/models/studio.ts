import type { EnvironmentName } from './environment.ts'

/** Where the window gets its studio from. */
export type HostKind = 'desktop' | 'browser'

/** `closed` says that no environment is open: `failure` tells why, and another can still be chosen. */
export type StudioPhase = 'opening' | 'open' | 'switching' | 'closed'

/** What every window shows of the studio as a whole. */
export interface StudioStatus {
  phase: StudioPhase
  env: EnvironmentName
  /** What the configuration calls this environment. */
  description: string
  /** Rises with each environment that opens: whatever was known before is of another one. */
  epoch: number
  failure: { code: string; message: string } | null
  workspaceName: string
  version: string
  host: HostKind
  /** Sentences about configuration that has no effect. */
  warnings: string[]
}

/** What leaving an environment would interrupt, told before it is done. */
export interface SwitchPlan {
  env: EnvironmentName
  productionsRunning: number
  jobsRunning: number
  jobsWaiting: number
  /** Why the other environment cannot be opened; null when nothing is known against it. */
  problem: string | null
}

/** What is going on, in the few figures that fit the top of a window. */
export interface Activity {
  productionsRunning: number
  productionsWaiting: number
  /** Productions that failed and wait for a decision. */
  productionsInTrouble: number
  jobsRunning: number
  jobsWaiting: number
  /** Nothing that waits is taken. */
  isQueuePaused: boolean
  /** 0–1 over the productions that run; null when none does. */
  progress: number | null
  /** Until the speech of the running productions is done; null without a measurement. */
  etaMs: number | null
}
