import { expect, test } from 'vitest'
import { CAUSES } from './causes.ts'
import { PHASES, reach } from './phases.ts'
import { setRecoveryStage, TEXTS } from './recovery-stage.ts'
import { resultOf } from './test-nodes.ts'

const CELLS = Object.entries(CAUSES).flatMap(([name, cause]) => PHASES.map((phase) => ({ name, cause, phase })))

test.concurrent.for(CELLS)('$name while a job is $phase', async ({ cause, phase }) => {
  const stage = await setRecoveryStage()
  try {
    await cause.strike(await reach(stage, phase, cause.agent))
    const { files, ...result } = await stage.result()
    const isLost = cause.loses?.includes(phase) ?? false
    expect(result).toEqual({
      ends: TEXTS.map(() => 'done'),
      runs: TEXTS.map(() => 1),
      rendered: isLost ? ['a', ...TEXTS] : TEXTS,
    })
    expect(Object.keys(files)).toEqual(TEXTS.map((text) => `${text}.txt`))
    for (const text of TEXTS) expect(files[`${text}.txt`]?.equals(resultOf(text))).toBe(true)
  } finally {
    await stage.close()
  }
})
