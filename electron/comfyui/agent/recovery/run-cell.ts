import type { Cause } from './causes.ts'
import { reach } from './phases.ts'
import type { Phase } from './phases.ts'
import { setRecoveryStage } from './recovery-stage.ts'
import type { Result } from './recovery-stage.ts'

/** Lets the cause strike when a job is at the phase, and tells how the jobs ended. */
export async function runCell(cause: Cause, phase: Phase): Promise<Result> {
  const stage = await setRecoveryStage()
  stage.renderer.isCached = cause.isCached ?? false
  try {
    await cause.strike(await reach(stage, phase, cause.agent))
    return await stage.result()
  } finally {
    await stage.close()
  }
}
