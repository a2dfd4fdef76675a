import { expect, test } from 'vitest'
import { CAUSES } from './causes.ts'
import { PHASES } from './phases.ts'
import { TEXTS, UNHARMED } from './recovery-stage.ts'
import { runCell } from './run-cell.ts'

const CELLS = Object.entries(CAUSES).flatMap(([name, cause]) => PHASES.map((phase) => ({ name, cause, phase })))

test.concurrent.for(CELLS)('renders each job once when $name while one is $phase', async ({ cause, phase }) => {
  const isLost = cause.loses?.includes(phase) ?? false
  const rendered = isLost ? ['a', ...TEXTS] : UNHARMED.rendered
  expect(await runCell(cause, phase)).toEqual({ ...UNHARMED, rendered })
})
